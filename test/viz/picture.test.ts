import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Data, Layout } from 'plotly.js';
import { axes, Figure } from 'polezero/viz';

const venv = resolve(__dirname, '../../../.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const titled = { xaxis: axes.number('x'), yaxis: axes.number('y') };
const svgOf = (data: Data[], layout: Partial<Layout> = {}) =>
  new Figure({ data, layout: { ...titled, ...layout } }).toSVG();

/** The texts of documents, by a real XML parser, which throws if one is not well-formed. */
function textsOf(...documents: string[]): string[][] {
  const script = `import json, sys, xml.etree.ElementTree as E
print(json.dumps([["".join(t.itertext()) for t in E.fromstring(d).iter("{http://www.w3.org/2000/svg}text")] for d in json.load(sys.stdin)]))`;
  const { stdout, stderr, status } = spawnSync(venv, ['-c', script], {
    input: JSON.stringify(documents),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const numbersIn = (text: string): number[] => (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const linePath = (svg: string) => /<path d="([^"]+)" fill="none" stroke="#0072b2"/.exec(svg)?.[1] ?? '';

describe('the static picture', () => {
  it('shows title, axis titles, ticks and legend', () => {
    const [texts] = textsOf(
      svgOf(
        [
          { x: [0, 10], y: [0, 1], name: 'one' },
          { x: [0, 10], y: [1, 0], name: 'two' },
        ],
        { title: { text: 'CO<sub>2</sub> &amp; more' } },
      ),
    );
    for (const expected of ['x', 'y', 'one', 'two', '0', '10', '0.0', '1.0'])
      assert.ok(texts.includes(expected), `${expected} in ${texts}`);
    assert.ok(
      texts.some((text) => text.replace('\u200b', '') === 'CO2 & more'),
      texts.join(),
    );
  });

  it('puts points where the axes say', () => {
    const path = linePath(
      svgOf([{ x: [0, 5, 10], y: [0, 50, 100], mode: 'lines' }], {
        xaxis: axes.number('x', { range: [0, 10] }),
        yaxis: axes.number('y', { range: [0, 100] }),
      }),
    );
    const [x0, y0, x1, y1, x2, y2] = numbersIn(path);
    assert.ok(Math.abs(x1 - (x0 + x2) / 2) <= 0.1 && Math.abs(y1 - (y0 + y2) / 2) <= 0.1, path);
    assert.ok(x2 > x0 && y2 < y0, path);
  });

  it('spaces decades evenly on a log axis', () => {
    const path = linePath(
      svgOf([{ x: [1, 2, 3], y: [1e-6, 1e-3, 1], mode: 'lines' }], { yaxis: axes.number('y', { type: 'log' }) }),
    );
    const [, y0, , y1, , y2] = numbersIn(path);
    assert.ok(Math.abs(y1 - (y0 + y2) / 2) <= 0.1, path);
  });

  it('breaks lines at gaps', () => {
    const path = linePath(svgOf([{ x: [0, 1, 2, 3, 4], y: [1, 2, null, 2, 1], mode: 'lines' }]));
    assert.equal(path.match(/M/g)?.length, 2, path);
  });

  it('stays small for long signals and keeps their peaks', () => {
    const y = Float64Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 10 : Math.sin(index)));
    const svg = svgOf([{ y, mode: 'lines' }]);
    assert.ok(svg.length < 80_000, `${svg.length} characters`);
    const heights = [...linePath(svg).matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]));
    const [peak, floor] = [Math.min(...heights), Math.max(...heights)];
    const [next] = heights.filter((height) => height > peak).sort((a, b) => a - b);
    assert.ok(Math.abs((next - peak) / (floor - peak) - 9 / 11) < 0.02, `${peak} ${next} ${floor}`);
  });

  it('draws the unit circle round', () => {
    const angles = Array.from({ length: 101 }, (_, index) => (index / 50) * Math.PI);
    const circle: Data = { x: angles.map(Math.cos), y: angles.map(Math.sin), mode: 'lines' };
    const numbers = numbersIn(linePath(svgOf([circle], { yaxis: axes.number('y', { scaleanchor: 'x' }) })));
    const extent = (offset: number) => {
      const values = numbers.filter((_, index) => index % 2 === offset);
      return Math.max(...values) - Math.min(...values);
    };
    assert.ok(Math.abs(extent(0) - extent(1)) < 1, `${extent(0)} × ${extent(1)}`);
  });

  it('draws bars, heatmaps, shapes and annotations, and names what it cannot draw', () => {
    assert.equal(svgOf([{ type: 'bar', x: ['a', 'b', 'c'], y: [1, -2, 3] }]).match(/fill="#0072b2"/g)?.length, 3);
    assert.match(
      svgOf([
        {
          type: 'heatmap',
          z: [
            [0, 1],
            [2, 3],
          ],
        },
      ]),
      /fill="#fde725"/,
    );
    const layout: Partial<Layout> = {
      shapes: [{ type: 'line', x0: 0, x1: 1, y0: 0, y1: 1, line: { color: '#123456' } }],
      annotations: [{ x: 1, y: 1, text: 'here' }],
    };
    const noted = svgOf([{ x: [0, 1], y: [0, 1] }], layout);
    assert.match(noted, /stroke="#123456"/);
    const [texts, missing] = textsOf(noted, svgOf([{ type: 'pie', values: [1, 2] }]));
    assert.ok(texts.includes('here'));
    assert.ok(missing.includes('(pie: only in the live figure)'), missing.join());
  });

  it('gives the cells of a heatmap beyond its scale the colours of its ends', () => {
    const scale = { zmin: -50, zmax: 0, showscale: false, colorscale: 'Greys' } as const;
    const svg = svgOf([{ type: 'heatmap', z: [[-100, -60, -40, 20]], ...scale }]);
    const fills = [...svg.matchAll(/<path d="M[^"]*z" fill="(#\w+)"/g)].map(([, fill]) => fill);
    assert.deepEqual([fills.length, fills[0], fills[2]], [3, '#000000', '#ffffff']);
  });

  it('has the ticks that a date axis names', () => {
    const xaxis = axes.number('day', { tickvals: ['2020-01-01', '2021-07-01'], ticktext: ['first', 'second'] });
    const [texts] = textsOf(svgOf([{ x: ['2020-01-01', '2021-01-01', '2022-01-01'], y: [1, 2, 3] }], { xaxis }));
    assert(texts.includes('first') && texts.includes('second'), texts.join());
  });

  it('draws error bars, and bars of widths and bases of their own', () => {
    const svg = svgOf([{ x: [0, 1], y: [10, 20], mode: 'markers', error_y: { type: 'data', array: [2, 5] } }], {
      yaxis: axes.number('y', { range: [0, 40] }),
    });
    const [, d] = /<path class="error" d="([^"]+)"/.exec(svg)!;
    const ends = [...d.matchAll(/M[\d.]+ ([\d.]+)V([\d.]+)/g)].map(([, from, to]) => Number(from) - Number(to));
    assert(Math.abs(ends[1] / ends[0] - 2.5) < 0.02, `${ends}`);
    const lying = svgOf(
      [{ x: [10, 20], y: [0, 1], mode: 'markers', error_x: { type: 'data', array: [2, 5], arrayminus: [2, 1] } }],
      {
        xaxis: axes.number('x', { range: [0, 40] }),
      },
    );
    const spans = [.../<path class="error" d="([^"]+)"/.exec(lying)![1].matchAll(/M([\d.]+) [\d.]+H([\d.]+)/g)];
    const lengths = spans.map(([, from, to]) => Number(to) - Number(from));
    assert(Math.abs(lengths[1] / lengths[0] - 1.5) < 0.02, `${lengths}`);
    const range = { yaxis: axes.number('y', { range: [0, 10] }), xaxis: axes.number('x', { range: [0, 10] }) };
    const bars = svgOf([{ type: 'bar', x: [2, 7], y: [3, 3], base: [0, 5], width: [1, 3] } as Data], range);
    const boxes = [
      ...bars.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#0072b2"/g),
    ];
    const [first, second] = boxes.map(([, ...numbers]) => numbers.map(Number));
    assert(Math.abs(second[2] / first[2] - 3) < 0.05 && Math.abs(second[3] - first[3]) < 0.3, `${first} | ${second}`);
    assert(second[1] < first[1] - 1.5 * first[3], `${first} | ${second}`);
  });

  it('shows all of an error bar', () => {
    const heights = (data: object) => textsOf(svgOf([{ x: [0, 1], y: [1, 2], ...data } as Data]))[0].map(Number);
    assert(Math.max(...heights({}).filter(Number.isFinite)) < 5);
    assert(Math.max(...heights({ error_y: { array: [0, 8] } }).filter(Number.isFinite)) >= 8);
  });

  it('names what of a trace it does not draw', () => {
    const missing = (data: object) =>
      textsOf(svgOf([{ x: [0, 1], y: [1, 2], ...data } as Data]))[0].find((text) => /only in the live/.test(text));
    assert.equal(missing({ stackgroup: 'a' }), '(stackgroup: only in the live figure)');
    assert.equal(missing({ error_y: { type: 'percent', value: 10 } }), '(error_y: only in the live figure)');
    assert.equal(missing({ type: 'bar', error_x: { array: [1, 1] } }), '(error_x: only in the live figure)');
    assert.equal(missing({ type: 'bar', error_y: { array: [1, 1] } }), '(error_y: only in the live figure)');
    const errors = { array: [1, 1] };
    for (const drawn of [
      {},
      { error_y: errors },
      { error_x: errors },
      { type: 'bar', error_x: { ...errors, visible: false } },
    ])
      assert.equal(missing(drawn), undefined);
  });

  it('gives each subplot its own panel', () => {
    const data: Data[] = [{ y: [1, 2] }, { y: [3, 4], xaxis: 'x2', yaxis: 'y2' }];
    const second = { xaxis2: axes.number('x'), yaxis2: axes.number('y') };
    const svg = svgOf(data, { ...second, grid: { rows: 1, columns: 2, pattern: 'independent' } });
    const [left, right] = [...svg.matchAll(/<clipPath[^>]*><rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(
      ([, x, width]) => [Number(x), Number(width)],
    );
    assert.ok(left[0] + left[1] < right[0], `${left} | ${right}`);
  });

  it('is well-formed whatever the texts and numbers are', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('</text><script>alert(1)</script>', '" onload="x', '<sub>]]></sub>', '&bad;', '\u0000\ud800'),
    );
    const value = fc.oneof(fc.double(), fc.integer(), fc.constant(null));
    const documents: string[] = [];
    fc.assert(
      fc.property(
        hostile,
        hostile,
        fc.array(value, { maxLength: 30 }),
        fc.constantFrom('linear', 'log', 'category', 'date'),
        (title, name, y, type) => {
          const layout: Partial<Layout> = {
            title: { text: title },
            xaxis: { ...axes.number(`x${name}`), type: type as never },
            annotations: [{ text: title, x: 0, y: 0 }],
          };
          const svg = svgOf(
            [
              { y: y as number[], name, mode: 'lines+markers' },
              { type: 'bar', x: [name, title], y: [1, 2], name: title },
            ],
            layout,
          );
          assert.doesNotMatch(svg, /NaN|Infinity|undefined|<script/);
          documents.push(svg);
        },
      ),
      { numRuns: 150 },
    );
    assert.equal(textsOf(...documents).length, 150);
  });
});
