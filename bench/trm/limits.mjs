/** What stands in the way of PyTorch's time: a row whose name matches `of` is held back by it. */
export const limits = [
  {
    name: 'operations',
    of: /length 16,/,
    why: `Of small states the number of operations, each of which costs some ten microseconds to call, and the JavaScript around them: TensorFlow.js has
no operation that joins several, as PyTorch's attention and compiled layers do. Of the operations of a block one in twelve shapes states for its halves, and could be saved
only by computing a whole network in one function.`,
  },
  {
    name: 'products of matrices',
    of: /length 81,/,
    why: "Of large states the products, which leave little for the rest: TensorFlow's are Eigen's, PyTorch's MKL's. They could not be done less often.",
  },
];
