import type { Shape } from 'plotly.js';
import { colors, palette } from './theme';

/** Marks behind the traces, over the full height, for a figure's layout: `layout: {shapes: [marks.vertical(1), marks.band(-5, 5)]}`. */
export const marks = {
  /** A dotted line at x. */
  vertical: (x: number | string): Partial<Shape> => ({
    type: 'line',
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    yref: 'paper',
    line: { dash: 'dot', width: 1, color: colors.line },
  }),
  /** A shade from x = `from` to x = `to`. */
  band: (from: number | string, to: number | string): Partial<Shape> => ({
    type: 'rect',
    x0: from,
    x1: to,
    y0: 0,
    y1: 1,
    yref: 'paper',
    fillcolor: palette[0],
    opacity: 0.1,
    line: { width: 0 },
  }),
};
