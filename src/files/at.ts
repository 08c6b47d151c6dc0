/** Runs a check; its errors say where it is that something is wrong, such as in which file. */
export function at<Result>(where: string, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    (error as Error).message = `${where}: ${(error as Error).message}`;
    throw error;
  }
}
