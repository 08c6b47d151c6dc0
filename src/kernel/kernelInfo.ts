import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { protocolVersion } from './wire';

/** The version in a package's package.json: reading it takes a millisecond, loading TypeScript a fifth of a second. */
function versionOf(packageJson: string): string {
  return JSON.parse(readFileSync(packageJson, 'utf8')).version;
}

const tslab = dirname(dirname(require.resolve('tslab')));

/** Content of a kernel_info_reply: https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-info */
export function kernelInfo(): Record<string, unknown> {
  const typescript = versionOf(require.resolve('@tslab/typescript-for-tslab/package.json', { paths: [tslab] }));
  const implementation = versionOf(join(tslab, 'package.json'));
  return {
    status: 'ok',
    protocol_version: protocolVersion,
    implementation: 'tslab',
    implementation_version: implementation,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      // JupyterLab reads the mode, the classic notebook the other two.
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
      nbconvert_exporter: 'script',
    },
    banner: `tslab ${implementation}: TypeScript ${typescript} on Node ${process.versions.node}`,
    debugger: false,
    supported_features: [],
    help_links: [
      { text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/handbook/' },
      { text: 'Node.js reference', url: 'https://nodejs.org/api/' },
    ],
  };
}
