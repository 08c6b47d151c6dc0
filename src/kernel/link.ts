import type { Message, Outgoing } from './wire';

/** The sockets on which the main thread sends. */
export type Channel = 'shell' | 'iopub' | 'stdin';

/** What the thread of the sockets tells the main thread. */
export type ToMain =
  | { kind: 'request'; message: Message }
  | { kind: 'input'; value: string }
  | { kind: 'fence' }
  | { kind: 'interrupt' }
  | { kind: 'exit' };

/** What the main thread tells the thread of the sockets. */
export type ToSockets =
  | { kind: 'send'; channel: Channel; message: Outgoing }
  /** A request is answered in full. */
  | { kind: 'done' }
  /** Comes back behind every request that has arrived by now. */
  | { kind: 'fence' }
  /** The main thread has seen the interrupt. */
  | { kind: 'interrupted' };
