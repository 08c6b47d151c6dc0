// The figures of the summary: how far each row is from level, all comparisons together and one by one.
import { axes, Figure, marks, palette } from 'polezero/viz';
import { standing } from './rows.mjs';

const colors = { ahead: palette[2], level: palette[6], behind: palette[1] };

const ratioAxis = () =>
  axes.quantity('our time to theirs', '', { type: 'log', tickvals: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });

/** Rows as points of one colour for each standing; `y` says where. */
const tracesOf = (rows, y) =>
  Object.entries(colors).map(([state, color]) => {
    const own = rows.filter((row) => standing(row) === state);
    const ends = (end) => own.map(({ ratio }) => Math.abs((ratio[end] ?? ratio.median) - ratio.median));
    return {
      name: state,
      x: own.map(({ ratio }) => ratio.median),
      y: own.map(y),
      text: own.map(({ what, peer }) => `${what}, beside ${peer}`),
      error_x: { type: 'data', symmetric: false, array: ends('high'), arrayminus: ends('low'), thickness: 1, width: 0 },
      mode: 'markers',
      marker: { color, size: 7 },
    };
  });

const groupsIn = (rows) => [...new Set(rows.map(({ group }) => group))];

/** All rows, a line for each comparison. */
export const overview = (rows) =>
  new Figure({
    data: tracesOf(rows, ({ group }) => group),
    layout: {
      title: { text: 'Our times to the others’, row by row' },
      xaxis: ratioAxis(),
      yaxis: axes.quantity('comparison', '', { type: 'category', categoryarray: groupsIn(rows).reverse() }),
      shapes: [marks.vertical(1)],
    },
  });

/** The rows of one comparison, each with its name. */
const detail = (group, rows) =>
  new Figure({
    data: tracesOf(rows, ({ what }) => what),
    layout: {
      title: { text: `Our times to the others’: ${group}` },
      xaxis: ratioAxis(),
      yaxis: axes.quantity('row', '', {
        type: 'category',
        categoryarray: rows.map(({ what }) => what).reverse(),
        range: [-0.7, rows.length - 0.3],
      }),
      shapes: [marks.vertical(1)],
      height: 140 + 20 * rows.length,
    },
  });

/** Figures, each with the text that comes before it. */
export function figuresOf(rows) {
  const before =
    'Each point is a row; left of the dotted line polezero is faster. The bar is where the median of the ratios lies (95 %).';
  return [
    { figure: overview(rows), before },
    ...groupsIn(rows).map((group) => ({
      figure: detail(
        group,
        rows.filter((row) => row.group === group),
      ),
      before: `## ${group}`,
    })),
  ];
}
