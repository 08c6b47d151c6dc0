/** Where torchdeq is faster, and what stands in the way: a row whose name matches `of` is held back by it. */
export const limits = [
  {
    name: 'the cost of a call',
    of: /\[32, 128\]/,
    why: 'On small states it is the cost of a call: some ten microseconds from JavaScript into TensorFlow and back, about twice that of PyTorch.',
  },
  {
    name: 'products of matrices',
    of: /by picard/,
    why: `In plain iteration on long states, and most in its gradient, it is TensorFlow's products, which take up to two thirds of our time; in the gradient W is
transposed once for all of them, since one with Wᵀ takes up to twice as long as one with W.`,
  },
  {
    name: 'sums in JavaScript',
    of: /by (anderson|broyden)/,
    why: `In Anderson's and Broyden's steps on long states it is the sums over earlier vectors, loops in JavaScript without vector instructions; fewer
of them are needed.`,
  },
];
