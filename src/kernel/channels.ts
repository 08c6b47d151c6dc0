import { parentPort, workerData } from 'node:worker_threads';
import { kernelInfo } from './kernelInfo';
import type { ToMain, ToSockets } from './link';
import { watchParent } from './parent';
import { Sockets } from './sockets';
import { terminateMainThread } from './terminate';
import type { Message } from './wire';

// The thread of the sockets. It answers heartbeats, subscriptions and the control channel also while a cell keeps the
// main thread busy, and passes requests on to it. https://jupyter-client.readthedocs.io/en/stable/messaging.html

/** Milliseconds that the main thread has to see an interrupt by itself. */
const interruptPatience = 100;
/** Milliseconds that the main thread has to end the process by itself. */
const exitPatience = 500;

const port = parentPort!;
const sockets = new Sockets(workerData.connectionFile);
let outstanding = 0;
let interruptTimer: NodeJS.Timeout | undefined;

const tellMain = (message: ToMain): void => port.postMessage(message);

/** Asks the main thread to end the process; if a cell keeps it from hearing that, the process is killed. */
function exit(): void {
  tellMain({ kind: 'exit' });
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), exitPatience);
}

function interrupt(): void {
  tellMain({ kind: 'interrupt' });
  clearTimeout(interruptTimer);
  interruptTimer = setTimeout(terminateMainThread, interruptPatience);
}

const controlReplies: Record<string, (message: Message) => Record<string, unknown>> = {
  kernel_info_request: kernelInfo,
  interrupt_request: () => {
    interrupt();
    return { status: 'ok' };
  },
  shutdown_request: ({ content }) => ({ status: 'ok', restart: content.restart === true }),
};

/** Answers a request from this thread. */
async function answer(channel: 'shell' | 'control', message: Message): Promise<void> {
  const { identities, header } = message;
  void sockets.publish('status', { execution_state: 'busy' }, header);
  const content = controlReplies[header.msg_type]?.(message);
  const type = header.msg_type.replace('request', 'reply');
  if (content) await sockets.send(channel, { identities, type, parent: header, content: JSON.stringify(content) });
  await sockets.publish('status', { execution_state: 'idle' }, header);
  if (header.msg_type !== 'shutdown_request') return;
  await sockets.close();
  exit();
}

/** The state of the kernel does not matter to kernel_info: while nothing else waits it is answered without the main thread. */
function isForThisThread({ header }: Message): boolean {
  return header.msg_type === 'shutdown_request' || (header.msg_type === 'kernel_info_request' && outstanding === 0);
}

function receive(channel: 'shell' | 'control' | 'stdin', message: Message): void {
  if (channel === 'stdin') tellMain({ kind: 'input', value: String(message.content.value) });
  else if (channel === 'control' || isForThisThread(message)) void answer(channel, message);
  else {
    outstanding++;
    tellMain({ kind: 'request', message });
  }
}

port.on('message', (message: ToSockets) => {
  if (message.kind === 'send') void sockets.send(message.channel, message.message);
  else if (message.kind === 'done') outstanding--;
  // One turn later, what has arrived at the sockets has been read.
  else if (message.kind === 'fence') setTimeout(tellMain, 5, { kind: 'fence' });
  else clearTimeout(interruptTimer);
});

watchParent(() => void sockets.close().then(exit));
void sockets.open(receive);
