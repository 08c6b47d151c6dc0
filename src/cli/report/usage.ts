/** Something that the user asked for and that cannot be; shown as it is, without a stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}
