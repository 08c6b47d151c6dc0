// Entry of the set-up. It must run, and say what is wrong, on any Node: so no newer syntax here, and the rest is loaded after the check.
import { readFileSync } from 'node:fs';

const needed = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).engines.node.replace(
  '>=',
  '',
);
const [major, minor] = process.versions.node.split('.').map(Number);
const [neededMajor, neededMinor] = needed.split('.').map(Number);

if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(
    'polezero needs Node ' +
      needed +
      ' or newer; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').',
  );
  console.error(
    '  Cure: install a current Node (nodejs.org, your package manager, or nvm install 22) and run the command again.',
  );
  process.exitCode = 1;
} else {
  import('./setup/run.mjs').then((run) => run.main(process.argv.slice(2)));
}
