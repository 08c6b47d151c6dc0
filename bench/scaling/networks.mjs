// How networks grow: a training step of TRM along width, length, depth and batch, and an equilibrium and its gradient along the turns of the solver.
// As in filters.mjs, each sweep changes one size; `products`, `bytes` and `time` are its theory, up to a factor.
import { implicitFixedPoint } from 'polezero/fixedpoint';
import { TinyRecursiveModel, Trainer } from 'polezero/models';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';

const usual = { width: 96, length: 16, batch: 8, calls: 4 };

/** Multiplications of a block for one row of a batch: attention's four maps and SwiGLU's three, then scores and their use. */
const perRow = ({ width, length }) => {
  const inner = (8 / 3) * width;
  return length * (4 * width ** 2 + 3 * width * inner) + 2 * length ** 2 * width;
};

/** Numbers that a call keeps of one row for the gradient: nine of the states' width and five of SwiGLU's, and the weights of the attention's four heads. */
const kept = ({ width, length }) => length * (9 * width + 5 * (8 / 3) * width) + 4 * length ** 2;

/** A training step of a network of two blocks that is called so many times, with the gradient through the last call or through all. */
function trainingStep({ width, length, batch, calls }, gradient) {
  const config = {
    vocabSize: 8,
    seqLen: length,
    hiddenSize: width,
    numHeads: 4,
    ffMultiple: 32,
    recursion: 'unrolled',
    hCycles: calls,
    lCycles: 1,
    haltMaxSteps: 1,
    gradient,
  };
  const trainer = new Trainer(new TinyRecursiveModel(config, 1), { batchSize: batch, warmUpSteps: 0 });
  const labels = Int32Array.from({ length: batch * length }, (_, i) => 2 + ((i * i + 3 * i) % 6));
  const inputs = labels.map((label, i) => (i % 3 === 0 ? label : 1));
  return () => trainer.step({ inputs, labels });
}

const along =
  (name, gradient = 'full') =>
  (n) =>
    trainingStep({ ...usual, [name]: n }, gradient);

const width = 64;

/** A layer that is still on its way to its equilibrium after all those turns, and what its implicit gradient takes after so many turns of plain iteration. */
function equilibrium(turns) {
  const { normal } = random(1);
  const draw = (size, factor) => Float32Array.from({ length: size }, () => factor * normal());
  const w = tf.variable(tf.tensor(draw(width * width, 1 / Math.sqrt(width)), [width, width]));
  const x = tf.tensor(draw(16 * width, 1), [16, width]);
  const forward = { solver: 'picard', tol: 0, maxIter: turns, patience: turns + 1 };
  const options = { forward, gradient: 'oneStep', unconverged: 'accept' };
  const z0 = tf.zeros(x.shape);
  return () => {
    const { value, grads } = tf.variableGrads(
      () => implicitFixedPoint((z) => tf.tanh(tf.add(tf.matMul(z, w), x)), z0, options).sum(),
      [w],
    );
    tf.dispose([value, grads]);
  };
}

const linear = (n) => n;
const constant = () => 1;

export const networks = [
  {
    name: 'training step',
    along: 'width',
    sizes: [48, 96, 192, 384],
    few: [48, 96, 144, 192, 288],
    call: along('width'),
    products: { text: 'W² (dense) + W (attention)', of: (n) => perRow({ ...usual, width: n }) },
    bytes: { text: 'at most W² (weights), W (states)', of: (n) => n ** 2 },
    time: { text: 'at most W²', of: (n) => n ** 2 },
  },
  {
    name: 'training step',
    along: 'sequence length',
    sizes: [16, 32, 64, 128, 256],
    few: [16, 32, 64, 128],
    call: along('length'),
    products: { text: 'L² (attention) + L', of: (n) => perRow({ ...usual, length: n }) },
    bytes: { text: 'L² (attention) + L', of: (n) => kept({ ...usual, length: n }) },
    time: { text: 'at most L²', of: (n) => n ** 2 },
  },
  {
    name: 'training step, gradient through all calls',
    along: 'depth',
    sizes: [2, 4, 8, 16, 32],
    few: [4, 8, 16, 32],
    call: along('calls'),
    products: { text: 'T', of: linear },
    bytes: { text: 'T (what each call saves)', of: linear },
    time: { text: 'T', of: linear },
  },
  {
    name: 'training step, gradient through the last call',
    along: 'depth',
    sizes: [2, 4, 8, 16, 32],
    few: [4, 8, 16, 32],
    call: along('calls', 'last'),
    products: { text: 'T', of: linear },
    bytes: { text: '1', of: constant },
    time: { text: 'T', of: linear },
  },
  {
    name: 'equilibrium and its gradient',
    along: 'turns of the solver',
    sizes: [4, 8, 16, 32],
    few: [4, 8, 16, 32],
    call: equilibrium,
    products: { text: 'K', of: linear },
    bytes: { text: '1', of: constant },
    time: { text: 'K', of: linear },
  },
  {
    name: 'training step',
    along: 'batch',
    sizes: [4, 8, 16, 32, 64],
    few: [8, 16, 32, 64],
    call: along('batch'),
    products: { text: 'B', of: linear },
    bytes: { text: 'B', of: linear },
    time: { text: 'B', of: linear },
  },
];
