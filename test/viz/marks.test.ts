import assert from 'node:assert/strict';
import { it } from 'node:test';
import { axes, Figure, marks } from 'polezero/viz';

it('marks reach from the bottom to the top of the figure, where the axis says', () => {
  const svg = new Figure({
    data: [{ x: [0, 10], y: [0, 1], mode: 'lines' }],
    layout: {
      xaxis: axes.number('x', { range: [0, 10] }),
      yaxis: axes.number('y', { range: [0, 1] }),
      shapes: [marks.vertical(5), marks.band(2, 4)],
    },
  }).toSVG();
  const attributes = (tag: string) =>
    Object.fromEntries(Array.from(tag.matchAll(/([\w-]+)="([^"]*)"/g), ([, name, value]) => [name, value]));
  const [x0, y0, x1, y1] = /<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*stroke-dasharray/
    .exec(svg)!
    .slice(1)
    .map(Number);
  const band = attributes(/<rect [^>]*opacity="0\.1"[^>]*>/.exec(svg)![0]);
  assert.equal(x0, x1);
  assert.equal(y0 - y1, Number(band.height));
  const unit = Number(band.width) / 2;
  assert.ok(Math.abs(x0 - Number(band.x) - 3 * unit) < 0.2);
});
