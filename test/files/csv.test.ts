import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const { csv } = require(join(__dirname, '..', '..', '..', 'dist', 'files', 'csv.js'));

describe('csv', () => {
  it('has integers whole, so that two seeds stay two, and other numbers with 7 digits', () => {
    const rows = [
      { seed: 20240101, loss: 1 / 3, name: 'a', right: true },
      { seed: 20240102, loss: -2e30 / 3, name: 'b', right: false },
      { seed: 2 ** 32 - 1, loss: Number.NaN, name: null, right: null },
    ];
    assert.equal(
      csv(rows),
      'seed,loss,name,right\n20240101,0.3333333,a,true\n20240102,-6.666667e+29,b,false\n4294967295,NaN,,\n',
    );
  });

  it('is empty without rows', () => assert.equal(csv([]), ''));

  it('refuses rows with different columns', () =>
    assert.throws(() => csv([{ a: 1 }, { b: 1 }]), /rows with the columns a and with b/));
});
