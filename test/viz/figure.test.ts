import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { axes, displaySymbol, Figure, type FigurePayload, palette } from 'polezero/viz';

const titled = { xaxis: axes.samples(), yaxis: axes.number('h[n]') };
const bundleOf = (figure: Figure) => figure[displaySymbol]() as Record<string, unknown>;
const payloadOf = (figure: Figure) => bundleOf(figure)['application/vnd.plotly.v1+json'] as FigurePayload;

describe('Figure', () => {
  it('offers a live figure, a static picture and a line of text', () => {
    const figure = new Figure({
      data: [{ x: [0, 1], y: [1, 2], name: 'ramp' }],
      layout: { title: { text: 'A ramp' }, ...titled },
    });
    const bundle = bundleOf(figure);
    assert.deepEqual(Object.keys(bundle), ['application/vnd.plotly.v1+json', 'image/svg+xml', 'text/plain']);
    assert.match(String(bundle['image/svg+xml']), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.equal(bundle['text/plain'], 'Figure “A ramp”: 1 trace (ramp); n (samples): -0.05 … 1.05; h[n]: 0.94 … 2.06');
    assert.equal(inspect(figure), bundle['text/plain']);
  });

  it('is found by the convention that kernels know', () => {
    assert.equal(displaySymbol, Symbol.for('Jupyter.display'));
  });

  it('always sends a layout, the house style in it, and lets the author overrule', () => {
    const bare = payloadOf(new Figure({ data: [] }));
    assert.equal(bare.layout.height, 380);
    assert.deepEqual(bare.layout.template?.layout?.colorway, [...palette]);
    assert.deepEqual(bare.config, { displaylogo: false });
    const own = payloadOf(new Figure({ data: [], layout: { height: 500 }, config: { displaylogo: true } }));
    assert.equal(own.layout.height, 500);
    assert.deepEqual(own.config, { displaylogo: true });
  });

  it('dashes the lines for which no colour is left', () => {
    const count = palette.length + 1;
    const dashOf = (own: object) =>
      payloadOf(
        new Figure({ data: Array.from({ length: count }, () => ({ y: [1, 2], ...own })), layout: titled }),
      ).data.map((trace) => (trace as { line?: { dash?: string } }).line?.dash);
    const plainOnes = Array<undefined>(palette.length).fill(undefined);
    assert.deepEqual(dashOf({}), [...plainOnes, 'dash']);
    assert.deepEqual(dashOf({ line: { color: 'grey' } }), [...plainOnes, undefined]);
    assert.deepEqual(dashOf({ line: { dash: 'dot' } }), Array(count).fill('dot'));
    assert.deepEqual(dashOf({ type: 'bar' }), [...plainOnes, undefined]);
  });

  it('sends plain JSON: arrays for typed arrays, null for what is not finite, texts for dates', () => {
    const when = new Date(Date.UTC(2020, 0, 2));
    const figure = new Figure({
      data: [
        {
          x: Float64Array.of(0.5, Number.NaN, Number.POSITIVE_INFINITY),
          y: [1, Number.NEGATIVE_INFINITY, 3],
          customdata: [when, undefined] as never,
        },
      ],
      layout: titled,
    });
    assert.deepEqual(figure.data, [
      { x: [0.5, null, null], y: [1, null, 3], customdata: ['2020-01-02T00:00:00.000Z', null] },
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(figure)), payloadOf(figure));
  });

  it('does not change with what it was made from', () => {
    const y = [1, 2, 3];
    const figure = new Figure({ data: [{ y }], layout: titled });
    y[0] = 100;
    assert.deepEqual(figure.data, [{ y: [1, 2, 3] }]);
  });

  it('takes objects and arrays of another context, as notebook cells are', () => {
    const options = runInContext(
      '({ data: [{ y: new Float32Array([1, 2]), marker: { size: 3 } }], layout: { showlegend: false } })',
      createContext({}),
    );
    mock.method(console, 'warn', () => {});
    assert.deepEqual(new Figure(options).data, [{ y: [1, 2], marker: { size: 3 } }]);
    mock.restoreAll();
  });

  it('refuses unknown keys, naming the valid ones', () => {
    assert.throws(() => new Figure({ data: [], layuot: {} } as never), {
      name: 'TypeError',
      message: "Figure: unknown option 'layuot'; valid are data, layout, config",
    });
  });

  it('refuses what cannot be drawn, naming where it is', () => {
    for (const data of [{}, undefined, [1], [null]])
      assert.throws(() => new Figure({ data: data as never }), {
        name: 'TypeError',
        message: /data must be an array/,
      });
    assert.throws(() => new Figure(undefined as never), { message: /^Figure: undefined is no object of options/ });
    assert.throws(() => new Figure({ data: [{ y: new Map() as never }] }), {
      name: 'TypeError',
      message: /^data\[0\]\.y is a Map/,
    });
    assert.throws(() => new Figure({ data: [{ y: [() => 1] as never }] }), {
      name: 'TypeError',
      message: /^data\[0\]\.y\[0\] is a function/,
    });
  });

  it('leaves a gap for a date that is none', () =>
    assert.deepEqual(
      new Figure({ data: [{ x: [new Date(0), new Date(Number.NaN)] }], layout: { xaxis: axes.number('t') } }).data[0],
      { x: ['1970-01-01T00:00:00.000Z', null] },
    ));

  it('warns of axes that do not say what they show', () => {
    const warn = mock.method(console, 'warn', () => {});
    new Figure({ data: [{ y: [1] }], layout: { xaxis: axes.samples() } });
    new Figure({ data: [{ y: [1] }], layout: titled });
    new Figure({ data: [{ y: [1] }], layout: { xaxis: { visible: false }, yaxis: { showticklabels: false } } });
    mock.restoreAll();
    assert.equal(warn.mock.callCount(), 1);
    assert.match(String(warn.mock.calls[0].arguments[0]), /^Figure: yaxis without a title/);
  });
});

describe('axes', () => {
  it('title what they show with its unit', () => {
    const titles = [
      axes.frequency('Hz'),
      axes.decibel(),
      axes.decibel('gain'),
      axes.time('s'),
      axes.samples(),
      axes.number('β'),
      axes.quantity('CO₂', 'ppm'),
    ];
    const expected = ['frequency (Hz)', 'magnitude (dB)', 'gain (dB)', 'time (s)', 'n (samples)', 'β', 'CO₂ (ppm)'];
    assert.deepEqual(
      titles.map((axis) => axis.title?.text),
      expected,
    );
  });

  it('take everything else that an axis takes', () => {
    const axis = axes.frequency('Hz', { type: 'log', title: { standoff: 4 } });
    assert.deepEqual(axis, { type: 'log', title: { standoff: 4, text: 'frequency (Hz)' } });
  });
});
