// The protocol counts Unicode code points (https://jupyter-client.readthedocs.io/en/stable/messaging.html#cursor-pos-unicode-note),
// JavaScript counts UTF-16 units.

/** The index into a string of its n-th code point. */
export const toIndex = (text: string, codePoints: number): number => [...text].slice(0, codePoints).join('').length;

/** How many code points lie before an index into a string. */
export const toCodePoints = (text: string, index: number): number => [...text.slice(0, index)].length;
