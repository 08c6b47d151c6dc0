import { randomUUID } from 'node:crypto';
import { type MimeBundle, sendBundle } from './display';
import { escapeText } from './escape';
import { rejectUnknown } from './options';
import { pace } from './pace';

export interface ProgressOptions {
  /** What is going on: 'training'. */
  label?: string;
  /** What is counted, in the plural: 'steps' (default), 'epochs'. */
  unit?: string;
}

/** Values worth watching, such as the loss; shown with four significant digits. */
export type ProgressValues = Record<string, number | string>;

/** One display of long work, updated in place. */
export interface Progress {
  /** Says how far the work is: `step` of the total are done. Cheap: at most ten times a second anything is shown. */
  update(step: number, values?: ProgressValues): void;
  /** Shows the final state, which stays in the notebook. */
  done(): void;
}

/** Milliseconds between two updates of the display. */
const interval = 100;

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

const short = (value: number | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;

interface State {
  label: string;
  unit: string;
  step: number;
  total: number;
  elapsed: number;
  /** Milliseconds; NaN as long as it is not known. */
  each: number;
  values: ProgressValues;
  finished: boolean;
}

function describe({ label, unit, step, total, elapsed, each, values, finished }: State): string {
  const rate = each > 0 ? 1000 / each : 0;
  const parts = [`${label ? `${label}: ` : ''}${step}/${total} ${unit}`];
  if (rate > 0) parts.push(`${rate < 10 ? rate.toPrecision(2) : Math.round(rate)} ${unit}/s`);
  if (finished) parts.push(`took ${duration(elapsed)}`);
  else if (rate > 0) parts.push(`${duration((total - step) * each)} left`);
  return [...parts, ...Object.entries(values).map(([name, value]) => `${name} ${short(value)}`)].join(', ');
}

const bundle = (state: State): MimeBundle => {
  const line = describe(state);
  return {
    'text/html': `<div><progress value="${state.step}" max="${state.total}" style="width:100%;max-width:30em">${Math.round((100 * state.step) / state.total)} %</progress><br>${escapeText(line)}</div>`,
    'text/plain': line,
  };
};

/**
 * Starts a progress display for `total` steps of work: step, rate and time left as measured from the first
 * update on, current values. Outside a kernel only the
 * final state is printed.
 * @throws {RangeError} if `total` is not a positive number, or a step lies outside [0, total]
 * @example
 * const training = progress(1000, { label: 'training' });
 * for (let step = 1; step <= 1000; step++) training.update(step, { loss: trainStep() });
 * training.done();
 */
export function progress(total: number, options: ProgressOptions = {}): Progress {
  rejectUnknown('progress', options, ['label', 'unit']);
  if (!(total > 0 && Number.isFinite(total)))
    throw new RangeError(`progress: total is ${total}; it must be a positive number`);
  const { label = '', unit = 'steps' } = options;
  const [id, start] = [randomUUID(), performance.now()];
  let [step, values, finished]: [number, ProgressValues, boolean] = [0, {}, false];
  const measure = pace();
  let each = Number.NaN;
  let shownAt = Number.NEGATIVE_INFINITY;

  const state = (): State => ({
    ...{ label, unit, step, total, each, values, finished },
    elapsed: performance.now() - start,
  });
  const render = (): boolean => {
    const isUpdate = shownAt > Number.NEGATIVE_INFINITY;
    shownAt = performance.now();
    return sendBundle(bundle(state()), id, isUpdate);
  };
  render();

  return {
    update(to, current = {}) {
      if (!(to >= 0 && to <= total)) throw new RangeError(`progress: step is ${to}; it must be in [0, ${total}]`);
      [step, values, each] = [to, current, measure(to)];
      if (performance.now() - shownAt >= interval) render();
    },
    done() {
      if (finished) return;
      finished = true;
      if (!render()) console.log(describe(state()));
    },
  };
}
