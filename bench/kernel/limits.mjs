/** Where another kernel is faster, and what stands in the way: a row whose name matches `of` is held back by it. */
export const limits = [];
