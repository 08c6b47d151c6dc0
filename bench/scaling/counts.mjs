// Counts what filters and networks take at every size, and prints it as JSON: node bench/scaling/counts.mjs filters|networks [--quick]
import { quick } from '../measure.mjs';
import { countBlocks, countBytes, countFromHere, countTypedArrays, watchTensors } from './counting.mjs';

const sizesOf = ({ sizes, few }) => (quick ? few : sizes);

async function countFilters() {
  countFromHere();
  countTypedArrays();
  const { filters } = await import('./filters.mjs');
  return filters.map((sweep) => {
    const calls = sizesOf(sweep).map(sweep.call);
    for (const call of calls) call(); // what is kept from one call to the next, tables of sines for instance, is there then
    return { blocks: calls.map(countBlocks), bytes: calls.map(countBytes) };
  });
}

async function countNetworks() {
  const { tf } = await import('polezero/nn');
  const watch = watchTensors(tf);
  const { networks } = await import('./networks.mjs');
  return networks.map((sweep) => {
    const counts = sizesOf(sweep).map((size) => {
      const call = sweep.call(size);
      call();
      return watch(call);
    });
    const all = (what) => counts.map((count) => count[what]);
    return {
      products: all('multiplications'),
      bytes: all('bytes'),
      tensors: all('tensors'),
      operations: all('operations'),
    };
  });
}

const count = { filters: countFilters, networks: countNetworks }[process.argv[2]];
console.log(JSON.stringify(await count()));
