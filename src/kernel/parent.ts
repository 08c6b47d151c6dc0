import { lives, processOf } from '../files/processes.cjs';

/** The process whose kernel this is: jupyter_client says so in JPY_PARENT_PID (on Windows that is no process id). */
function ownerPid(): number {
  const told = Number(process.env.JPY_PARENT_PID);
  return process.platform !== 'win32' && told > 1 ? told : process.ppid;
}

/** Calls `orphaned` within about a second of the death of the process that started the kernel. */
export function watchParent(orphaned: () => void): void {
  const [owner, parent] = [processOf(ownerPid()), process.ppid];
  setInterval(() => {
    if (process.ppid !== parent || !lives(owner)) orphaned();
  }, 1000);
}
