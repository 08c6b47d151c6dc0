/** Where SciPy is faster, and what stands in the way: a row whose name matches `of` is held back by it. */
export const limits = [
  {
    name: 'the whole grid',
    of: /^remez/,
    why: `\`remez\`: the error is looked at on the whole grid, at first and at the end, and the extremes are found between its points. For that the ripple is
the least possible to 1e-6; SciPy's, on the grid, is up to a hundredth larger. The fewer the taps, the larger
is that share.`,
  },
  {
    name: 'registers',
    of: /^sosfilt, ([3-9]|\d\d) /,
    why: `\`sosfilt\` from three sections on is about even: as many operations as SciPy's compiled loop, but there are not registers enough for all
coefficients, every index is checked, and more than four sections take two passes or more.`,
  },
  {
    name: 'order by order',
    of: /^(lfilter|filtfilt), order/,
    why: `\`lfilter\` and \`filtfilt\` have loops written out for orders 4 and 8, which are about even with SciPy's; order 3 is computed as one of order 4, and 5 and 6
as one of order 8. From order 9 on every coefficient is fetched with a check of its index. Such orders belong in sections. Of order 1 both wait for
memory: their least times are even.`,
  },
  {
    name: 'one number at a time',
    of: /^lfilter, \d+ taps/,
    why: `\`lfilter\` of an FIR filter: SciPy hands it to NumPy's convolution, which multiplies several numbers with one instruction; JavaScript has none
such. With about a hundred taps or more \`oaConvolve\` is faster.`,
  },
  {
    name: 'the transform',
    of: /^(oaConvolve|fftConvolve|freqz, 4001 taps)/,
    why: `\`oaConvolve\`, convolutions of two signals of hundreds of thousands of samples, and \`freqz\` of thousands of taps rest on the transform: fft.js
against SciPy's pocketfft, which has vector instructions, sizes that are no powers of two, and transforms of real numbers; fft.js slows down beyond 2^16 points.`,
  },
];
