/** What stands in the way of setting up by hand: a row whose name matches `of` is held back by it. */
export const limits = [
  {
    name: 'what else a set-up does',
    of: /^fresh/,
    why: `The set-up installs side by side what by hand is one after the other, but does more: it checks every Python package's hash, unpacks TensorFlow's
library (one gigabyte), compiles tfjs-node's addon and the library, and installs kernel and report template.`,
  },
];
