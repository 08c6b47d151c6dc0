import { axes, Figure } from 'polezero/viz';

const digits = ({ exponent, theoretical }) => `${exponent.toFixed(2)} (theory ${theoretical.toFixed(2)})`;

/** Sweeps relative to their smallest size, so that lines of one exponent are parallel. */
const figure = (title, sweeps, kind, what) =>
  new Figure({
    data: sweeps.map(({ name, along, sizes, kinds }) => ({
      name: `${name}: ${along}, ${digits(kinds[kind])}`,
      x: sizes.map((size) => size / sizes[0]),
      y: kinds[kind].values.map((value) => value / kinds[kind].values[0]),
      mode: 'lines+markers',
    })),
    layout: {
      title: { text: title },
      xaxis: axes.quantity('size, relative to the smallest', '', { type: 'log' }),
      yaxis: axes.quantity(`${what}, relative to the smallest`, '', { type: 'log' }),
      height: 420 + 20 * sweeps.length,
    },
  });

/** The figures of bench/results/scaling.json, by their names. */
export function scalingFigures({ sweeps }) {
  const of = (what) => sweeps.filter((sweep) => sweep.what === what);
  return {
    'scaling-filters': figure('Filters: time', of('filters'), 'time', 'time'),
    'scaling-networks': figure('Networks: time', of('networks'), 'time', 'time'),
    'scaling-memory': figure('Networks: bytes of tensors at the fullest moment', of('networks'), 'bytes', 'bytes'),
  };
}
