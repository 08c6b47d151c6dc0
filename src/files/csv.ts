/** A row of a table, by column; null is an empty field. */
export type CsvRow = Record<string, string | number | boolean | null>;

/** Integers whole, since a seed is one; other numbers with 7 digits, which is what float32 holds. */
const field = (value: CsvRow[string]): string =>
  typeof value === 'number' && !Number.isSafeInteger(value)
    ? String(Number(value.toPrecision(7)))
    : String(value ?? '');

/**
 * A table as a file has it, under a line of its columns; '' if it has no rows. Nothing is quoted: no text may have a comma.
 *
 * @throws Error if the rows have not all the same columns
 */
export function csv(rows: readonly CsvRow[]): string {
  if (rows.length === 0) return '';
  const columns = Object.keys(rows[0]);
  const odd = rows.find((row) => Object.keys(row).join() !== columns.join());
  if (odd) throw new Error(`A table has rows with the columns ${columns.join()} and with ${Object.keys(odd).join()}.`);
  return [columns, ...rows.map((row) => Object.values(row).map(field))].map((line) => `${line.join(',')}\n`).join('');
}
