import { position, type ResolvedAxis } from './axis';
import type { Entry } from './legend';
import type { Placed } from './place';
import { element } from './svg';
import { axisKey, axisOf, isBar, type Trace, valuesAlong } from './trace';

/** One bar: from `left` to `right` along the axis of the categories, from `from` to `to` along that of the values. */
interface BarBox {
  left: number;
  right: number;
  from: number;
  to: number;
}

export type Bars = Map<Trace, BarBox[]>;

const directions = (trace: Trace): ['x' | 'y', 'x' | 'y'] => (trace.orientation === 'h' ? ['y', 'x'] : ['x', 'y']);

function smallestStep(positions: number[]): number {
  const sorted = [...new Set(positions.filter(Number.isFinite))].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((value, index) => value - sorted[index]);
  return steps.length > 0 ? steps.reduce((a, b) => Math.min(a, b)) : 1;
}

/** Of one bar, where an attribute is one for all or a list. */
const own = (values: number | number[] | undefined, index: number): number | undefined =>
  Array.isArray(values) ? values[index] : values;

/** Places bars as Plotly does: traces side by side, stacked (`barmode: 'stack'`) or in front of each other ('overlay'). */
export function barBoxes(traces: Trace[], axes: Map<string, ResolvedAxis>, barmode = 'group'): Bars {
  const bars = traces.filter(isBar);
  const stacked = barmode === 'stack' || barmode === 'relative';
  const tops = new Map<string, number>();
  return new Map(
    bars.map((trace) => {
      const [along, across] = directions(trace);
      const neighbours = bars.filter(
        (other) => axisOf(other, 'x') === axisOf(trace, 'x') && axisOf(other, 'y') === axisOf(trace, 'y'),
      );
      const axis = axes.get(axisKey(axisOf(trace, along)))!;
      const placesOf = (of: Trace) => valuesAlong(of, along).map((value) => position(axis, value));
      const slot = smallestStep(neighbours.flatMap(placesOf)) * 0.8;
      const shares = barmode === 'group' ? neighbours.length : 1;
      const shift = barmode === 'group' ? (neighbours.indexOf(trace) - (shares - 1) / 2) * (slot / shares) : 0;
      const values = valuesAlong(trace, across).map((value) => (value === null ? Number.NaN : Number(value)));
      const boxes = placesOf(trace).map((place, index) => {
        const stack = `${axis.key} ${place} ${values[index] < 0}`;
        const from = stacked ? (tops.get(stack) ?? 0) : (own(trace.base, index) ?? 0);
        const width = own(trace.width, index) ?? slot / shares;
        const to = from + values[index];
        if (Number.isFinite(to)) tops.set(stack, to);
        return { left: place + shift - width / 2, right: place + shift + width / 2, from, to };
      });
      return [trace, boxes];
    }),
  );
}

/** The bars of each bar trace. */
export function drawBars(entries: Entry[], axes: Map<string, Placed>, barmode: string | undefined): Map<Trace, string> {
  const boxes = barBoxes(
    entries.map(({ trace }) => trace),
    axes,
    barmode,
  );
  const result = new Map<Trace, string>();
  for (const { trace, color } of entries.filter((entry) => isBar(entry.trace))) {
    const [along, over] = directions(trace).map((letter) => axes.get(axisKey(axisOf(trace, letter)))!);
    const colors = trace.marker?.color;
    const ends = (value: number) =>
      over.type === 'log' && !(value > 0) ? over.pixelAt(over.range[0]) : over.pixel(value);
    const drawn = boxes.get(trace)!.map((box, index) => {
      if (!Number.isFinite(box.left) || !Number.isFinite(box.to)) return '';
      const [a, b] = [along.pixelAt(box.left), along.pixelAt(box.right)].sort((p, q) => p - q);
      const [c, d] = [ends(box.from), ends(box.to)].sort((p, q) => p - q);
      const own = Array.isArray(colors) && typeof colors[index] === 'string' ? (colors[index] as string) : color;
      const place =
        over.letter === 'y' ? { x: a, y: c, width: b - a, height: d - c } : { x: c, y: a, width: d - c, height: b - a };
      return element('rect', { ...place, fill: own });
    });
    result.set(trace, drawn.join('\n'));
  }
  return result;
}
