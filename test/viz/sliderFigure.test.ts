import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axes, type SliderFigureOptions, sliderFigure } from 'polezero/viz';

const options: SliderFigureOptions<number> = {
  label: 'pole',
  values: [0.5, 0.9],
  start: 0.9,
  traces: (pole) => [
    { y: [1, pole], name: 'h' },
    { y: [2, 2 * pole], name: '2h' },
  ],
  layout: { xaxis: axes.samples(), yaxis: axes.number('h') },
};
const make = (changed: object) => () => sliderFigure({ ...options, ...changed } as SliderFigureOptions<number>);

describe('sliderFigure', () => {
  it('shows the traces of the start, and with each step those of its value alone', () => {
    const { data, layout } = sliderFigure(options).toJSON();
    assert.deepEqual(
      data.map((trace) => (trace as { visible?: boolean }).visible),
      [false, false, true, true],
    );
    const [{ active, steps }] = layout.sliders!;
    assert.equal(active, 1);
    assert.deepEqual(
      steps!.map(({ label, method, args }) => ({ label, method, args })),
      [
        { label: '0.5', method: 'restyle', args: ['visible', [true, true, false, false]] },
        { label: '0.9', method: 'restyle', args: ['visible', [false, false, true, true]] },
      ],
    );
  });

  it('gives traces of the same rank the same colour', () => {
    const colors = sliderFigure(options).data.map((trace) => (trace as { line: { color: string } }).line.color);
    assert.deepEqual([colors[0], colors[1]], [colors[2], colors[3]]);
    assert.notEqual(colors[0], colors[1]);
  });

  it('leaves room at the right for half of a long last label', () => {
    const roomOf = (values: (string | number)[]) =>
      sliderFigure({ ...options, values, start: values[0], traces: () => [{ y: [1] }] } as SliderFigureOptions<
        string | number
      >).toJSON().layout.sliders![0].pad!.r;
    assert.equal(roomOf([0.5, 0.9]), 0);
    assert.ok(roomOf(['tied', 'equilibrium'])! > 0);
  });

  it('dashes the lines of a place for which no colour is left, at every place alike', () => {
    const many = sliderFigure({ ...options, traces: () => Array.from({ length: 8 }, () => ({ y: [1, 2] })) });
    const dashes = many.data.map((trace) => (trace as { line: { dash?: string } }).line.dash);
    assert.deepEqual(dashes, [...Array(7).fill(undefined), 'dash', ...Array(7).fill(undefined), 'dash']);
  });

  it('draws only what is visible in its static picture', () =>
    assert.equal(
      (
        sliderFigure(options)
          .toSVG()
          .match(/stroke-linejoin="round"/g) ?? []
      ).length,
      2,
    ));

  it('says what is wrong with an argument', () => {
    assert.throws(make({ values: [1] }), /RangeError: sliderFigure: values has 1; it must have at least two/);
    assert.throws(make({ values: undefined }), /TypeError: sliderFigure: values must be an array/);
    assert.throws(make({ traces: [] }), /TypeError: sliderFigure: traces must be a function/);
    assert.throws(make({ start: 0.7 }), /start is 0.7; it must be one of 0.5, 0.9/);
    assert.throws(make({ traces: (pole: number) => (pole > 0.6 ? [] : [{ y: [1] }]) }), /gives 1, 0 traces/);
    assert.throws(make({ title: 'x' }), /title/);
  });
});
