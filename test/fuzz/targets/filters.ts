import fc from 'fast-check';
import { calls } from '../../dsp/oracle/calls';
import { compare } from '../../dsp/oracle/compare';
import { Scipy } from '../../dsp/oracle/scipy';
import type { Target } from '../Target';
import { ownFunctions } from './ownFilters';

const anyCall = fc.oneof(
  ...Object.entries(calls).map(([name, anyArgs]) => anyArgs.map((args) => ({ name, args: args as unknown[] }))),
);

const anyOwn = fc.oneof(
  ...Object.entries(ownFunctions).map(([name, { args }]) => args.map((given) => ({ name, args: given as unknown[] }))),
);

/** Every function of polezero/dsp. A case is a batch of calls, so that Python computes one while another is computed here. */
export function open(): Target {
  const scipy = new Scipy();
  const made = { calls: 0, exact: 0, refused: 0 };
  const compared = async (batch: readonly { name: string; args: unknown[] }[]) => {
    const outcomes = await Promise.all(batch.map(({ name, args }) => compare(scipy, name, args)));
    outcomes.forEach(({ trouble, against }, i) => {
      const { name, args } = batch[i];
      if (trouble !== undefined) throw new Error(`${name}(${JSON.stringify(args).slice(1, -1)}): ${trouble}`);
      made.calls++;
      made.exact += Number(against === 'exact');
      made.refused += Number(against === 'both refuse');
    });
  };
  const anyBatch = fc.array(anyCall, { minLength: 1, maxLength: 20, size: 'max' });
  const property = fc.asyncProperty(fc.oneof(anyBatch, anyOwn), async (given) => {
    if (Array.isArray(given)) return compared(given);
    await ownFunctions[given.name].check(given.args as never, scipy);
    made.calls++;
  });
  return {
    about: 'random calls of every function of polezero/dsp against SciPy, and mpmath where the two differ',
    property,
    share: 15,
    summary: () =>
      `${made.calls} calls, ${made.exact} judged by mpmath or their definition, ${made.refused} refused by both`,
    close: () => scipy.close(),
  };
}
