import { colors } from '../theme';
import { labelWidth, type Placed } from './place';
import { element, label, px } from './svg';
import { axisKey } from './trace';

// Axes: lines, ticks, labels, titles, and the grid behind the marks.

/** From where to where, across its own direction, the panels of an axis reach. */
function across(axis: Placed, axes: Map<string, Placed>): [number, number] {
  const ends = axis.partners.flatMap((key) => axes.get(key)?.pixels ?? []);
  return axis.letter === 'x' ? [Math.max(...ends), Math.min(...ends)] : [Math.min(...ends), Math.max(...ends)];
}

/** Where an axis stands: at its anchor, or at the outer edge of its panels. */
function edgeOf(axis: Placed, axes: Map<string, Placed>): number {
  const anchor = axis.options.anchor && axes.get(axisKey(axis.options.anchor));
  const [near, far] = anchor ? anchor.pixels : across(axis, axes);
  return axis.options.side === 'right' || axis.options.side === 'top' ? far : near;
}

export function drawGrid(axis: Placed, axes: Map<string, Placed>): string {
  if (axis.options.overlaying || axis.options.showgrid === false || axis.options.visible === false) return '';
  const [from, to] = across(axis, axes);
  const line = (at: number, stroke: string) =>
    axis.letter === 'x'
      ? element('path', { d: `M${px(at)} ${px(from)}V${px(to)}`, stroke })
      : element('path', { d: `M${px(from)} ${px(at)}H${px(to)}`, stroke });
  return axis.ticks
    .map((tick) =>
      line(
        axis.pixelAt(tick.at),
        tick.at === 0 && axis.type === 'linear' && axis.options.zeroline !== false ? colors.zero : colors.grid,
      ),
    )
    .join('');
}

export function drawAxis(axis: Placed, axes: Map<string, Placed>): string {
  if (axis.options.visible === false) return '';
  const at = edgeOf(axis, axes);
  const [from, to] = axis.pixels;
  const middle = (from + to) / 2;
  const labels = axis.options.showticklabels !== false;
  if (axis.letter === 'x') {
    const out = axis.options.side === 'top' ? -1 : 1;
    const marks = axis.ticks.map((tick) => {
      const x = axis.pixelAt(tick.at);
      const mark = element('path', { d: `M${px(x)} ${px(at)}v${4 * out}`, stroke: colors.line });
      return labels ? mark + label(x, at + (out > 0 ? 17 : -8), tick.label, { 'text-anchor': 'middle' }) : mark;
    });
    const title = axis.title && label(middle, at + (labels ? 36 : 20) * out, axis.title, { 'text-anchor': 'middle' });
    return element('path', { d: `M${px(from)} ${px(at)}H${px(to)}`, stroke: colors.line }) + marks.join('') + title;
  }
  const out = axis.options.side === 'right' ? 1 : -1;
  const marks = axis.ticks.map((tick) => {
    const y = axis.pixelAt(tick.at);
    const mark = element('path', { d: `M${px(at)} ${px(y)}h${4 * out}`, stroke: colors.line });
    return labels ? mark + label(at + 7 * out, y + 4, tick.label, { 'text-anchor': out > 0 ? 'start' : 'end' }) : mark;
  });
  const offset = at + out * (labels ? 22 + labelWidth(axis) : 14);
  const title =
    axis.title &&
    label(0, 0, axis.title, {
      'text-anchor': 'middle',
      transform: `translate(${px(offset)} ${px(middle)}) rotate(-90)`,
    });
  return element('path', { d: `M${px(at)} ${px(from)}V${px(to)}`, stroke: colors.line }) + marks.join('') + title;
}
