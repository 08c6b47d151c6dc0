import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AdamATan2, AdamW, EMA, SignSGD, tf } from 'polezero/nn';
import { optimizers as golden } from './golden';
import { checkAdamATan2, checkEMA, checkOptimizer, checkSignSGD, startParameters } from './optimizers';

describe('the optimisers', () => {
  it('AdamATan2 takes the published steps', () => checkAdamATan2(AdamATan2));

  it('AdamW takes PyTorch’s steps', () =>
    checkOptimizer((parameters) => new AdamW(parameters, { weightDecay: golden.weightDecay }), golden.adamW));

  it('SignSGD changes the rows that a batch used, by the sign of their summed gradients', () => checkSignSGD(SignSGD));

  it('EMA averages from the first parameters on, and lends its values', () => checkEMA(EMA));

  it('go on from a saved state as if they had never stopped', () => {
    const run = (stops: boolean) => {
      const parameters = startParameters();
      let optimizer = new AdamATan2(parameters, { weightDecay: 0.1 });
      for (let step = 0; step < 6; step++) {
        const gradients = Object.fromEntries(
          Object.entries(parameters).map(([name, p]) => [name, tf.tidy(() => tf.sin(tf.mul(p, step + 1)))]),
        );
        optimizer.apply(gradients, 0.01);
        tf.dispose(gradients);
        if (!stops) continue;
        const state = optimizer.state();
        optimizer.dispose();
        optimizer = new AdamATan2(parameters, { weightDecay: 0.1 });
        optimizer.load(state);
      }
      const end = Object.values(parameters).map((p) => p.dataSync());
      optimizer.dispose();
      tf.dispose(parameters);
      return end;
    };
    const before = tf.memory().numTensors;
    assert.deepEqual(run(true), run(false));
    assert.equal(tf.memory().numTensors, before);
  });

  it('EMA lends its values to no function that goes on after it has returned', async () => {
    const parameters = startParameters();
    const ema = new EMA(parameters);
    const own = parameters.a.arraySync();
    tf.tidy(() => parameters.a.assign(tf.zerosLike(parameters.a)));
    assert.throws(() => ema.during(async () => 1), /TypeError: f gives a promise; it must do all of its work before/);
    assert.notDeepEqual(parameters.a.arraySync(), own);
    assert.equal(
      ema.during(() => 3),
      3,
    );
    ema.dispose();
    tf.dispose(parameters);
  });

  it('say what is wrong with an argument', () => {
    const parameters = startParameters();
    const before = tf.memory().numTensors;
    assert.throws(() => new AdamATan2(parameters, { beta1: 1 }), /RangeError: beta1 is 1; it must be in \[0, 1\)/);
    assert.throws(() => new AdamATan2(parameters, { weightDecay: -1 }), /RangeError: weightDecay is -1/);
    assert.throws(() => new AdamATan2(parameters, { epsilon: 1 } as object), /TypeError: Unknown option 'epsilon'/);
    assert.throws(() => new AdamW(parameters, { epsilon: 0 }), /RangeError: epsilon is 0/);
    assert.throws(() => new EMA(parameters, 1), /RangeError: rate is 1/);
    const table = tf.tidy(() => tf.variable(tf.ones<tf.Rank.R2>([3, 2])));
    const optimizer = new AdamW(parameters, {});
    const { a, b } = Object.fromEntries(Object.entries(parameters).map(([name, p]) => [name, tf.zerosLike(p)]));
    const row = tf.ones<tf.Rank.R2>([1, 2]);
    const own = JSON.stringify([optimizer.state(), parameters.a.arraySync(), table.arraySync()]);
    for (const [rate, message] of [
      [undefined, /TypeError: learningRate is undefined; it must be a number/],
      [Number.NaN, /RangeError: learningRate is NaN; it must be at least 0/],
      [-1, /RangeError: learningRate is -1/],
    ] as [number, RegExp][]) {
      assert.throws(() => optimizer.apply({ a, b }, rate), message);
      assert.throws(() => new SignSGD(table).apply([1], row, rate), message);
    }
    assert.throws(() => optimizer.apply({ a }, 0.1), /RangeError: gradients has none of 'b'/);
    assert.throws(
      () => optimizer.apply({ a, b: row }, 0.1),
      /RangeError: gradients\['b'\] has shape \[1,2\]; it must be \[4\]/,
    );
    assert.throws(() => optimizer.load({ ...optimizer.state(), step: -5 }), /RangeError: step is -5/);
    assert.equal(JSON.stringify([optimizer.state(), parameters.a.arraySync(), table.arraySync()]), own);
    optimizer.dispose();
    tf.dispose([table, a, b, row]);
    assert.equal(tf.memory().numTensors, before);
    tf.dispose(parameters);
  });
});
