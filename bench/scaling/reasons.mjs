/** What grows faster than its theory in time, though what is counted does not, and why: a sweep whose name matches `of` is held back by it. */
export const reasons = [
  {
    of: /^fftConvolve of two alike/,
    why: `\`fftConvolve\` of two alike: the blocks executed grow as N log N, the time faster. fft.js goes over all numbers once for each factor 4 of N, and
from 16384 samples on its input and output (two arrays of 32768 complex numbers, one megabyte) do not fit into the second cache of most processors.`,
  },
];
