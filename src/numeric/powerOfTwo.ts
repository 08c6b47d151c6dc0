/** A power of two near a positive number, by which to divide without rounding. */
export const powerOfTwo = (size: number): number => 2 ** Math.min(1023, Math.floor(Math.log2(size)));
