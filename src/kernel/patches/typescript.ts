import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { requireCached } from './codeCache';

const tslab = require.resolve('tslab');
const path = createRequire(tslab).resolve('@tslab/typescript-for-tslab');
const cacheFolder = join(dirname(tslab), '..', '..', '.cache', 'polezero');

/**
 * The TypeScript inside tslab, in a copy whose functions can be replaced (its own exports are read-only). tslab gets the
 * copy too, if this module is loaded before it.
 */
// biome-ignore lint/suspicious/noExplicitAny: the inner functions that the patches touch have no public types.
const typescript: any = { ...(requireCached(path, cacheFolder) as object) };
require.cache[path]!.exports = typescript;
export default typescript;
