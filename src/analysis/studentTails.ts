import { jStat } from 'jstat';

/** How often Student's t lies at least as far from 0, on either side: of small ones, too, whose digits the distribution function would lose. */
export const studentTails = (t: number, freedom: number): number =>
  jStat.ibeta(freedom / (freedom + t * t), freedom / 2, 0.5);
