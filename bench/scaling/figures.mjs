import { axes, Figure } from 'polezero/viz';
import { sweepOf } from './seeds.mjs';

const digits = ({ exponent, theoretical }) => `${exponent.toFixed(2)} (theory ${theoretical.toFixed(2)})`;

/** One kind of what a sweep measures, relative to the smallest size, so that lines of one exponent are parallel. */
const trace = ({ name, along, sizes, kinds }, kind, what = along) => ({
  name: `${name}: ${what}, ${digits(kinds[kind])}`,
  x: sizes.map((size) => size / sizes[0]),
  y: kinds[kind].values.map((value) => value / kinds[kind].values[0]),
  mode: 'lines+markers',
});

const figure = (title, what, data) =>
  new Figure({
    data,
    layout: {
      title: { text: title },
      xaxis: axes.quantity('size, relative to the smallest', '', { type: 'log' }),
      yaxis: axes.quantity(`${what}, relative to the smallest`, '', { type: 'log' }),
      height: 420 + 20 * data.length,
    },
  });

/** The figures of bench/results/scaling.json, by their names. */
export function scalingFigures({ sweeps, seeds }) {
  const of = (group, kind) => sweeps.filter(({ what }) => what === group).map((sweep) => trace(sweep, kind));
  const study = sweepOf(seeds);
  return {
    'scaling-filters': figure('Filters: time', 'time', of('filters', 'time')),
    'scaling-filters-memory': figure('Filters: bytes of typed arrays', 'bytes', of('filters', 'bytes')),
    'scaling-networks': figure('Networks: time', 'time', of('networks', 'time')),
    'scaling-memory': figure('Networks: bytes of tensors at the fullest moment', 'bytes', of('networks', 'bytes')),
    'scaling-seeds': figure('A study along its seeds', 'time or memory', [
      trace(study, 'time', 'time'),
      trace(study, 'bytes', 'memory'),
    ]),
  };
}
