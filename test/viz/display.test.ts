import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { axes, displaySymbol, Figure, progress, show, table } from 'polezero/viz';

interface Message {
  data: Record<string, unknown>;
  id: string | undefined;
  isUpdate: boolean;
}

// A kernel, as far as viz sees one: tslab's module among those loaded.
const jupyter = require.resolve('tslab/dist/jupyter');
let sent: Message[] = [];

function startKernel(): void {
  const lastWriteDisplayData = (
    content: { data: Message['data']; transient: { display_id?: string } },
    isUpdate: boolean,
  ) => {
    sent.push({ data: content.data, id: content.transient.display_id, isUpdate });
  };
  require.cache[jupyter] = { exports: { lastWriteDisplayData } } as NodeJS.Module;
}

function stopKernel(): void {
  delete require.cache[jupyter];
  sent = [];
}

describe('show', () => {
  afterEach(() => {
    stopKernel();
    mock.restoreAll();
  });

  it('sends whole bundles to the kernel', () => {
    startKernel();
    const figure = new Figure({ data: [{ y: [1, 2] }], layout: { xaxis: axes.samples(), yaxis: axes.number('h') } });
    show(figure);
    show(table([{ a: 1 }]));
    show('text');
    show({ a: 1 });
    assert.deepEqual(
      sent.map(({ data }) => data),
      [
        figure[displaySymbol](),
        { 'text/html': table([{ a: 1 }]).toHTML(), 'text/plain': 'a\n1' },
        { 'text/plain': 'text' },
        { 'text/plain': '{ a: 1 }' },
      ],
    );
    assert.ok(sent.every(({ id, isUpdate }) => id === undefined && !isUpdate));
  });

  it('prints the text outside a kernel', () => {
    const log = mock.method(console, 'log', () => {});
    show(table([{ a: 1 }]));
    assert.deepEqual(
      log.mock.calls.map((call) => call.arguments),
      [['a\n1']],
    );
  });

  it('waits for a look that is prepared asynchronously', async () => {
    startKernel();
    await show({ [displaySymbol]: async () => ({ 'text/plain': 'later' }) });
    assert.deepEqual(sent[0].data, { 'text/plain': 'later' });
  });
});

describe('progress', () => {
  let now = 0;
  beforeEach(() => {
    startKernel();
    now = 0;
    mock.method(performance, 'now', () => now);
  });
  afterEach(() => {
    stopKernel();
    mock.restoreAll();
  });

  it('is one display, updated in place at most ten times a second, and ends with its final state', () => {
    const training = progress(1000, { label: 'training' });
    for (let step = 1; step <= 1000; step++) {
      now += 1;
      training.update(step, { loss: 1 / step });
    }
    training.done();
    training.done();
    assert.ok(sent.length >= 10 && sent.length <= 12, `${sent.length} messages for one second`);
    assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
    assert.deepEqual(
      sent.map(({ isUpdate }) => isUpdate),
      [false, ...sent.slice(1).map(() => true)],
    );
    assert.equal(sent.at(-1)?.data['text/plain'], 'training: 1000/1000 steps, 1000 steps/s, took 1.0 s, loss 0.001');
  });

  it('tells rate, time left and values on the way', () => {
    const work = progress(100, { unit: 'epochs' });
    work.update(0);
    now = 20_000;
    work.update(25, { loss: 0.123456, phase: '<b>' });
    const last = sent[sent.length - 1];
    assert.equal(last.data['text/plain'], '25/100 epochs, 1.3 epochs/s, 1 min 0 s left, loss 0.1235, phase <b>');
    assert.match(
      String(last.data['text/html']),
      /<progress value="25" max="100"[^>]*>25 %<\/progress><br>.*phase &lt;b&gt;/,
    );
  });

  it('does not count as its own what was done before it began', () => {
    const resumed = progress(1000);
    now = 1000;
    resumed.update(600);
    assert.equal(sent[sent.length - 1].data['text/plain'], '600/1000 steps');
    now = 2000;
    resumed.update(610);
    assert.equal(sent[sent.length - 1].data['text/plain'], '610/1000 steps, 10 steps/s, 39 s left');
  });

  it('prints only its final state outside a kernel', () => {
    stopKernel();
    const log = mock.method(console, 'log', () => {});
    const work = progress(2);
    now = 1000;
    work.update(1);
    now = 2000;
    work.update(2);
    work.done();
    assert.deepEqual(
      log.mock.calls.map((call) => call.arguments),
      [['2/2 steps, 1.0 steps/s, took 2.0 s']],
    );
  });

  it('refuses impossible totals, steps and options', () => {
    assert.throws(() => progress(0), {
      name: 'RangeError',
      message: 'progress: total is 0; it must be a positive number',
    });
    assert.throws(() => progress(Number.NaN), RangeError);
    assert.throws(() => progress(3).update(4), {
      name: 'RangeError',
      message: 'progress: step is 4; it must be in [0, 3]',
    });
    assert.throws(() => progress(3, { title: 'x' } as never), { name: 'TypeError', message: /unknown option 'title'/ });
  });
});
