/** The process whose kernel this is: jupyter_client says so in JPY_PARENT_PID (on Windows that is no process id). */
function ownerPid(): number {
  const told = Number(process.env.JPY_PARENT_PID);
  return process.platform !== 'win32' && told > 1 ? told : process.ppid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Calls `orphaned` within about a second of the death of the process that started the kernel. */
export function watchParent(orphaned: () => void): void {
  const [owner, parent] = [ownerPid(), process.ppid];
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(owner)) orphaned();
  }, 1000);
}
