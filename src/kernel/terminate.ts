import { Session } from 'node:inspector';

/**
 * Ends whatever JavaScript the main thread is executing, an endless loop for instance, together with the microtasks that
 * wait behind it (so `while (true) await null` ends as well). To be called from another thread. No `catch` and no
 * `finally` on the main thread gets to run: V8 unwinds past them.
 */
export function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => session.disconnect());
}
