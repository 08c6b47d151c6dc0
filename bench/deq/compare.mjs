// npm run bench -- deq: solving an equilibrium z = tanh(zW + x), and its gradient, beside torchdeq on PyTorch: the same weights and
// tolerance, one thread each, in turns; the results are checked to agree first.
process.env.TF_NUM_INTRAOP_THREADS = '1';
process.env.TF_NUM_INTEROP_THREADS = '1';
process.env.OMP_NUM_THREADS = '1';

import { join } from 'node:path';
import { checking, inTurns, median, project, quick, roundsOf, save, say, summary } from '../measure.mjs';
import { peerPython, startSide } from '../peers.mjs';
import { operationsOf } from '../profile.mjs';
import { tableOf } from './table.mjs';

const { fixedPoint, implicitFixedPoint } = await import('polezero/fixedpoint');
const { tf } = await import('polezero/nn');
const { random } = await import('polezero/numeric');

const rounds = roundsOf(9, 5);
const shapes = [
  [32, 128],
  [64, 512],
  [16, 64, 128],
];
const solvers = ['picard', 'anderson', 'broyden'];
const fixed = 20;
const tol = 1e-5;

const text = (values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
const numbers = (encoded) => {
  const bytes = Buffer.from(encoded, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

/** W of spectral radius about 1, which tanh's slopes bring below, and the rest of a layer. */
function makeLayer(shape, seed) {
  const { normal } = random(seed);
  const width = shape.at(-1);
  const size = shape.reduce((product, length) => product * length, 1);
  const draw = (count, factor) => Float32Array.from({ length: count }, () => factor * normal());
  const [w, x, c] = [draw(width * width, 1 / Math.sqrt(width)), draw(size, 1), draw(size, 1)];
  const tensors = {
    w: tf.variable(tf.tensor(w, [width, width])),
    x: tf.variable(tf.tensor(x, shape)),
    c: tf.tensor(c, shape),
  };
  return { shape, w, x, c, tensors };
}

function runOurs({ shape, tensors: { w, x, c } }, { task, solver, tol, maxIter, values }) {
  const width = shape.at(-1);
  // TensorFlow.js multiplies matrices; PyTorch flattens a sequence by itself.
  const product = (z) => (shape.length === 2 ? tf.matMul(z, w) : tf.matMul(z.reshape([-1, width]), w).reshape(shape));
  const f = (z) => tf.tanh(tf.add(product(z), x));
  const z0 = tf.zeros(shape);
  // The same count of evaluations, not stopped at float32's rounding before.
  const options = {
    solver,
    tol,
    maxIter,
    patience: maxIter + 1,
    ...(solver === 'broyden' ? { memory: maxIter + 1 } : {}),
  };
  const begin = performance.now();
  if (task === 'forward') {
    const { z, evaluations, reason } = fixedPoint(f, z0, options);
    const answer = { forward: performance.now() - begin, evaluations, reason: reason[0] };
    if (values) answer.z = z.dataSync();
    tf.dispose([z, z0]);
    return answer;
  }
  const answer = {};
  let solved;
  const report = (stage, { evaluations, converged }) => {
    if (!converged.every(Boolean)) throw new Error(`${stage} did not converge`);
    answer[stage === 'forward' ? 'evaluations' : 'products'] = evaluations;
    if (stage === 'forward') solved = performance.now();
  };
  const backward = solver === 'gmres' ? { tol } : options;
  const { value, grads } = tf.variableGrads(
    () =>
      tf
        .mul(
          implicitFixedPoint(f, z0, {
            forward: { ...options, solver: solver === 'gmres' ? 'anderson' : solver },
            backward,
            report,
          }),
          c,
        )
        .sum(),
    [w, x],
  );
  const [gw, gx] = [w, x].map(({ name }) => grads[name].dataSync());
  answer.forward = solved - begin;
  answer.backward = performance.now() - solved;
  if (values) Object.assign(answer, { gw, gx });
  tf.dispose([value, grads, z0]);
  return answer;
}

const relativeDifference = (a, b) => {
  let [difference, size] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / size);
};

/** Of some profiles the one that the rest of the machine disturbed least. */
const quickest = (run) => Array.from({ length: 5 }, run).sort((a, b) => a.milliseconds - b.milliseconds)[0];

/** Both sides in turns; first once each, for the results. */
async function measure(peer, layer, request, agreement) {
  const ask = (wanted) => peer.ask({ ...wanted, maxIter: wanted.theirMaxIter ?? wanted.maxIter });
  const [ours, theirs] = [runOurs(layer, { ...request, values: true }), await ask({ ...request, values: true })];
  const parts = request.task === 'gradient' ? ['gw', 'gx'] : ['z'];
  const difference = Math.max(...parts.map((part) => relativeDifference(ours[part], numbers(theirs[part]))));
  if (!(difference < agreement)) throw new Error(`${JSON.stringify(request)}: the results differ by ${difference}.`);
  const part = request.task === 'gradient' ? 'backward' : 'forward';
  const sides = [() => runOurs(layer, request)[part], async () => (await ask(request))[part]];
  if (!quick) await inTurns(sides, { rounds: 2 }); // the first few warm up
  const [mine, other] = await inTurns(sides, { rounds });
  const profile = quick || checking ? undefined : quickest(() => operationsOf(tf, () => runOurs(layer, request)));
  const count = request.task === 'gradient' ? 'products' : 'evaluations';
  say(`  ${request.task}: ${median(mine).toFixed(1)} ms against ${median(other).toFixed(1)}`);
  return {
    ...request,
    shape: layer.shape,
    difference,
    ours: { count: ours[count], milliseconds: summary(mine) },
    theirs: { count: theirs[count], milliseconds: summary(other) },
    ratio: median(mine) / median(other),
    profile,
  };
}

const peer = startSide(peerPython('torch'), [join(project, 'bench', 'deq', 'peer.py')]);
const results = [];
let version;
for (const [which, shape] of shapes.entries()) {
  const layer = makeLayer(shape, which + 1);
  const { w, x, c } = layer;
  ({ version } = await peer.ask({ task: 'load', layer: which, shape, w: text(w), x: text(x), c: text(c) }));
  for (const solver of solvers) {
    say(`[${shape}] ${solver}`);
    // torchdeq's Anderson evaluates max_iter times, ours once more than it iterates; its Broyden has its first evaluation apart.
    const theirsMost = { picard: fixed, anderson: fixed, broyden: fixed - 1 }[solver];
    const common = { layer: which, solver };
    const same = { ...common, task: 'forward', tol: 0, maxIter: fixed - 1, theirMaxIter: theirsMost };
    results.push({ kind: 'steps', ...(await measure(peer, layer, same, 1e-2)) });
    results.push({
      kind: 'tolerance',
      ...(await measure(peer, layer, { ...common, task: 'forward', tol, maxIter: 200 }, 1e-3)),
    });
    results.push({
      kind: 'gradient',
      ...(await measure(peer, layer, { ...common, task: 'gradient', tol, maxIter: 200 }, 1e-3)),
    });
  }
  tf.dispose(layer.tensors);
}
peer.end();

save('deq', { version, rounds, fixed, tol, results }, tableOf);
