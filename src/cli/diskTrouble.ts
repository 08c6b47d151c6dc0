/** Whether the code of an error says that the disk takes no more. */
export const isFull = (code?: string | null): boolean => code === 'ENOSPC' || code === 'EDQUOT';

/**
 * What a disk that is full or cannot be written to means to the reader; nothing for any other error.
 *
 * @param elsewhere - how to name another place
 */
export function diskTrouble(error: unknown, elsewhere: string): string | undefined {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (isFull(code))
    return `${message}\nThe disk is full. Free some space and run the command again; what was written before is as it was.`;
  // Where a file system is read-only, Node's recursive mkdir says that there is no such folder.
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || (code === 'ENOENT' && syscall === 'mkdir'))
    return `${message}\nThis place cannot be written to. Make it writable for this user, or name another: ${elsewhere}.`;
  return undefined;
}
