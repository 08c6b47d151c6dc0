import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { command } from './command.mjs';
import { inState } from './paths.mjs';
import { digest, readStamp } from './stamp.mjs';

const folder = () => inState('chromium');

/**
 * The browser of the tests, unpacked from npm's @sparticuz/chromium: it unpacks into the folder for temporary files, and brings the system
 * libraries that a bare machine lacks only where it believes to run on the cloud service that it was made for.
 * @type {import('./steps.mjs').Step}
 */
export const browser = {
  name: 'browser',
  title: 'browser for the tests',
  needs: ['packages'],
  inputs: () => digest(['src/cli/setup/browser.mjs'], [readStamp('packages')]),
  outputs: () => (process.platform === 'linux' && process.arch === 'x64' ? [inState('chromium', 'chromium')] : []),
  async run() {
    if (process.platform !== 'linux' || process.arch !== 'x64') return;
    const fresh = `${folder()}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const unpack = "import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath())";
    await command(process.execPath, ['-e', unpack], {
      log: 'browser',
      doing: 'Unpacking the browser',
      cure: 'Run the command again.',
      env: { TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    writeFileSync(`${fresh}/fonts/fonts.conf`, `<fontconfig><dir>${folder()}/fonts/fonts</dir></fontconfig>\n`);
    rmSync(folder(), { recursive: true, force: true });
    renameSync(fresh, folder());
  },
};
