import util from 'node:util';

// tfjs-node 4.22 calls util.isNullOrUndefined and util.isArray, which Node 23 removed.
const removed: Record<string, (value: unknown) => boolean> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};
for (const [name, check] of Object.entries(removed)) {
  if (!(name in util)) Object.defineProperty(util, name, { value: check, configurable: true, writable: true });
}
