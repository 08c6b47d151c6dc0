/** What is used of jstat, which has no types of its own. */
declare module 'jstat' {
  export const jStat: {
    normal: {
      cdf(x: number, mean: number, std: number): number;
      inv(p: number, mean: number, std: number): number;
    };
    ibeta(x: number, a: number, b: number): number;
    studentt: { inv(p: number, dof: number): number };
  };
}
