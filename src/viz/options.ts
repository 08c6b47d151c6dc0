/** Refuses option names that do not exist, naming those that do. */
export function rejectUnknown(where: string, given: object, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`${where}: ${String(given)} is no object of options; valid are ${known.join(', ')}`);
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw new TypeError(`${where}: unknown option '${key}'; valid are ${known.join(', ')}`);
  }
}
