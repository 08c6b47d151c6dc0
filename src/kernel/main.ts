import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

// The program of the kernelspec: `node main.js <connection file>`.

const connectionFile = process.argv[2];
if (!connectionFile) {
  process.stderr.write(
    'tslab kernel: give it the connection file that Jupyter wrote: node main.js <connection file>\n',
  );
  process.exit(2);
}

// First of all the sockets: they answer while the main thread takes its time to load TypeScript.
const sockets = new Worker(join(__dirname, 'channels.js'), { workerData: { connectionFile } });
sockets.on('error', (error) => {
  process.stderr.write(`tslab kernel: cannot serve ${connectionFile}: ${error.stack}\n`);
  process.exit(1);
});

const { startKernel }: typeof import('./start') = require('./start');
startKernel(sockets);
