import { position, type ResolvedAxis } from './axis';
import { textWidth } from './svg';
import { type Tick, ticks } from './ticks';
import { axisKey } from './trace';

/** An axis with its place on the picture. */
export interface Placed extends ResolvedAxis {
  /** First and last pixel, in the direction of the range. */
  pixels: [number, number];
  ticks: Tick[];
  pixel(value: unknown): number;
  pixelAt(position: number): number;
}

export interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function place(axis: ResolvedAxis, area: Area): Placed {
  const [from, to] = axis.letter === 'x' ? [area.left, area.right] : [area.bottom, area.top];
  const pixels = axis.domain.map((share) => from + share * (to - from)) as [number, number];
  const placed: Placed = {
    ...axis,
    pixels,
    ticks: [],
    pixel: (value) => placed.pixelAt(position(placed, value)),
    pixelAt: (at) =>
      pixels[0] + ((at - placed.range[0]) / (placed.range[1] - placed.range[0])) * (pixels[1] - pixels[0]),
  };
  return placed;
}

/** `scaleanchor`: one unit is as long on this axis as on the other; the axis with room to spare shows more. */
export function keepProportions(axes: Map<string, Placed>): void {
  const perUnit = ({ pixels, range }: Placed) => Math.abs((pixels[1] - pixels[0]) / (range[1] - range[0]));
  for (const axis of axes.values()) {
    const anchor = axis.options.scaleanchor && axes.get(axisKey(axis.options.scaleanchor));
    if (!anchor) continue;
    const ratio = perUnit(axis) / (perUnit(anchor) * (axis.options.scaleratio ?? 1));
    const [roomy, factor] = ratio > 1 ? [axis, ratio] : [anchor, 1 / ratio];
    const [middle, half] = [(roomy.range[0] + roomy.range[1]) / 2, ((roomy.range[1] - roomy.range[0]) / 2) * factor];
    roomy.range = [middle - half, middle + half];
  }
}

export const length = ({ pixels }: Placed): number => Math.abs(pixels[1] - pixels[0]);

export function setTicks(axis: Placed): void {
  const wanted = axis.letter === 'x' ? length(axis) / 85 : length(axis) / 42;
  axis.ticks = axis.options.visible === false ? [] : ticks(axis, Math.max(2, Math.round(wanted)));
}

/** Width of the longest tick label. */
export const labelWidth = (axis: Placed): number => Math.max(0, ...axis.ticks.map((tick) => textWidth(tick.label)));
