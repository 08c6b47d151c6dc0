/** Where another kernel is faster, and what stands in the way: a row whose name matches `of` is held back by it. */
export const limits = [
  {
    name: 'reading types',
    of: /^start to first result/,
    why: `The start: TypeScript is loaded, parses the declarations of JavaScript, Node and this project, and makes its checker (the share of each is in the table of
the kernel's page). Deno's kernel, one compiled program, leaves types unchecked; Python has none to check.`,
  },
  {
    name: 'compiling',
    of: /^trivial cell/,
    why: `A cell: TypeScript makes a program of it and of all that the cells before it have declared, and a checker for that, before it runs; then it emits JavaScript
twice, as a module and for Node. The checking itself is the smaller part (the share of each is in the table of the kernel's page). The more is imported, the more
files are looked up; tslab as it comes does the same in more time. Neither Deno nor Python checks types.`,
  },
];
