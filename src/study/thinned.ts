/** At most so many, evenly, with the last. */
export function thinned<Item>(items: readonly Item[], most: number): Item[] {
  const every = Math.ceil(items.length / most);
  return items.filter((_, i) => (items.length - 1 - i) % every === 0);
}
