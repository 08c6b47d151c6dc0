/** At most so many rows, as many of one kind as of the other, the first of each; where one kind runs short, more of the other. In their order. */
export function balanced(isOneKind: (row: number) => boolean, size: number, most: number): number[] {
  const rows = Array.from({ length: size }, (_, row) => row);
  const [ones, others] = [rows.filter(isOneKind), rows.filter((row) => !isOneKind(row))];
  const take = (these: number[], those: number[]) => these.slice(0, Math.max(most / 2, most - those.length));
  return [...take(ones, others), ...take(others, ones)].sort((a, b) => a - b);
}
