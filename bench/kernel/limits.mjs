/** Where another kernel is faster, and what stands in the way: a row whose name matches `of` is held back by it. */
export const limits = [
  {
    name: 'reading types',
    of: /^start to first result/,
    why: `The start: TypeScript is loaded, parses the declarations of JavaScript, Node and this project, and makes its checker (the share of each is in the table of
the kernel's page). Deno's kernel, one compiled program, leaves types unchecked; Python has none to check.`,
  },
  {
    name: 'checking types',
    of: /^trivial cell/,
    why: `A cell: it is checked together with all that the cells before it have declared, before it runs. The more is imported, the more there is to check
against; tslab as it comes does the same in more time. Neither Deno nor Python checks.`,
  },
];
