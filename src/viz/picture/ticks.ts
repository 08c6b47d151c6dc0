import { position, type ResolvedAxis } from './axis';

export interface Tick {
  /** In the units of the axis' range. */
  at: number;
  label: string;
}

const minus = (text: string): string => text.replace('-', '−');

/** A number as people write it on an axis: plain between 10⁻⁴ and 10⁶, a power of ten beyond. */
function formatNumber(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || decimals > 4)) {
    const [mantissa, exponent] = value
      .toExponential(Math.min(3, Math.max(0, decimals + Math.floor(Math.log10(size)))))
      .split('e');
    return `${minus(mantissa)}×${power(Number(exponent))}`;
  }
  return minus(value.toFixed(Math.max(0, decimals)));
}

const superscript = (value: number): string =>
  [...String(value)].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');
const power = (exponent: number): string => `10${superscript(exponent)}`;

/** 1, 2 or 5 times a power of ten, so that about `count` steps fill the span. */
function niceStep(span: number, count: number): number {
  const raw = span / count;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const factor = raw / magnitude;
  return magnitude * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
}

function multiples(low: number, high: number, step: number): number[] {
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  return Array.from({ length: Math.max(0, Math.min(last - first + 1, 200)) }, (_, index) => (first + index) * step);
}

function linearTicks(low: number, high: number, count: number, given?: number): Tick[] {
  const step = given ?? niceStep(high - low, count);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (given ? 1 : 0));
  const needed = given ? (Number.isInteger(given * 10 ** (decimals - 1)) ? decimals - 1 : decimals) : decimals;
  return multiples(low, high, step).map((at) => ({
    at: at === 0 ? 0 : at,
    label: formatNumber(at === 0 ? 0 : at, needed),
  }));
}

function logTicks(low: number, high: number, count: number): Tick[] {
  if (high - low < 1) {
    const [from, to] = [10 ** low, 10 ** high];
    return linearTicks(from, to, count)
      .filter((tick) => tick.at > 0)
      .map((tick) => ({ ...tick, at: Math.log10(tick.at) }));
  }
  const step = Math.max(1, Math.round(niceStep(high - low, count)));
  return multiples(low, high, step).map((at) => ({
    at,
    label: Math.abs(at) <= 3 ? minus(String(Number((10 ** at).toPrecision(3)))) : power(at),
  }));
}

const day = 86_400_000;

function dateTicks(low: number, high: number, count: number): Tick[] {
  const span = high - low;
  const iso = (at: number, length: number) => new Date(at).toISOString().slice(0, length);
  if (span < 2 * day) {
    const step =
      [1, 2, 5, 10, 30, 60, 120, 180, 360, 720]
        .map((minutes) => minutes * 60_000)
        .find((size) => span / size <= count) ?? day;
    return multiples(low, high, step).map((at) => ({ at, label: iso(at, 16).slice(11) }));
  }
  if (span < count * 25 * day) {
    const step = Math.max(1, Math.round(niceStep(span / day, count))) * day;
    return multiples(low, high, step).map((at) => ({ at, label: iso(at, 10) }));
  }
  const months =
    [1, 2, 3, 6, 12].find((size) => span / (size * 30.4 * day) <= count) ??
    12 * Math.ceil(niceStep(span / (365.25 * day), count));
  const month = (at: number) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  return multiples(month(low), month(high) + 1, months)
    .map((total) => ({ at: Date.UTC(Math.floor(total / 12), total % 12), label: '' }))
    .filter(({ at }) => at >= low && at <= high)
    .map(({ at }) => ({ at, label: iso(at, months % 12 === 0 ? 4 : 7) }));
}

/** Ticks at round places, about `count` of them; or those that the axis gives itself. */
export function ticks(axis: ResolvedAxis, count: number): Tick[] {
  const [low, high] = axis.range[0] < axis.range[1] ? axis.range : [axis.range[1], axis.range[0]];
  const { tickvals, ticktext, dtick } = axis.options;
  if (tickvals) {
    return tickvals
      .map((value, index) => ({
        at: position(axis, value),
        label: ticktext?.[index] ?? String(value),
      }))
      .filter(({ at }) => at >= low && at <= high);
  }
  if (axis.type === 'category') {
    const every = Math.ceil(axis.categories.length / Math.max(count, axis.letter === 'y' ? 20 : 12));
    return axis.categories
      .map((label, at) => ({ at, label }))
      .filter(({ at }) => at % every === 0 && at >= low && at <= high);
  }
  if (axis.type === 'log') return logTicks(low, high, count);
  return axis.type === 'date' ? dateTicks(low, high, count) : linearTicks(low, high, count, dtick);
}
