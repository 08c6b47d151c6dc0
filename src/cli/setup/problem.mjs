import { statfsSync } from 'node:fs';
import { root } from './paths.mjs';

/** A failure that says what to do about it. */
export class Problem extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} cure what the reader can do
   * @param {string} [details] what the failing program printed last
   */
  constructor(message, cure, details = '') {
    super(message);
    this.cure = cure;
    this.details = details;
  }
}

/** @param {number} gigabytes */
export function requireDiskSpace(gigabytes) {
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  if (free < gigabytes) {
    throw new Problem(
      `The disk has ${free.toFixed(1)} GB free; a first set-up needs ${gigabytes} GB.`,
      'Free some space, or clone the project to a larger disk.',
    );
  }
}

const causes = [
  {
    signs: /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i,
    message: 'the disk is full',
    cure: 'Free some space (a set-up needs about 4 GB) and run the command again; it goes on where it stopped.',
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|NewConnectionError|ConnectTimeout|Temporary failure in name resolution|Network is unreachable|network request .* failed/i,
    message: 'a package registry could not be reached',
    cure: 'Check the network (behind a proxy set HTTPS_PROXY; for a mirror set npm_config_registry and PIP_INDEX_URL) and run the command again; it goes on where it stopped.',
  },
  {
    // Where a file system is read-only, Node's recursive mkdir says that there is no such folder.
    signs: /EACCES|EPERM|EROFS|Permission denied|Read-only file system|ENOENT[^\n]*, mkdir/i,
    message: 'a file could not be written',
    cure: 'Make the project folder writable for this user (was it cloned as another one?) and run the command again.',
  },
  {
    signs: /THESE PACKAGES DO NOT MATCH THE HASHES|EINTEGRITY/i,
    message: 'a downloaded package is not the one that the lock file names',
    cure: 'Run the command again; if it persists, the mirror or proxy in use alters packages: use another one.',
  },
  {
    signs: /can only install with an existing package-lock/,
    message: 'the lock file is damaged or missing',
    cure: 'Bring it back (git checkout package-lock.json) and run the command again.',
  },
  {
    signs: /ensurepip is not available|No module named ['"]?(ensurepip|venv)/i,
    message: 'this Python has no venv module',
    cure: 'Install it (Debian, Ubuntu: apt install python3-venv) and run the command again.',
  },
];

/**
 * What a program's failure means, read off what it printed.
 * @param {string} doing what was being done
 * @param {string} output what the program printed
 * @param {string} otherwise the cure where no known cause fits
 */
export function explain(doing, output, otherwise) {
  const known = causes.find(({ signs }) => signs.test(output));
  const last = output.trimEnd().split('\n').slice(-12).join('\n');
  return new Problem(known ? `${doing}: ${known.message}.` : `${doing} failed.`, known ? known.cure : otherwise, last);
}
