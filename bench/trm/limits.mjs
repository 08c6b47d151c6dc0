/** What stands in the way of PyTorch's time: a row whose name matches `of` is held back by it. */
export const limits = [
  {
    name: 'operations',
    of: /length 16,/,
    why: `Of small states the number of operations, each of which costs some ten microseconds to call, and the JavaScript around them. Reshaping and adding
could be done less often.`,
  },
  {
    name: 'products of matrices',
    of: /length 81,/,
    why: "Of large states the products, which leave little for the rest: TensorFlow's are Eigen's, PyTorch's MKL's. They could not be done less often.",
  },
];
