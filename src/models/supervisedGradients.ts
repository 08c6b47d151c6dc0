import * as tf from '@tensorflow/tfjs-node';
import type { Gradients } from '../nn/parameters';
import { type ActCarry, haltedRows } from './act';
import { type Carry, ownCopy } from './recursions';
import type { TinyRecursiveModel } from './TinyRecursiveModel';
import { correctness, trmLoss } from './trmLoss';

/** Sums over the puzzles that were finished in a step and have labels; divide by `count`. */
export interface HaltedSums {
  count: number;
  /** Fraction of right cells. */
  accuracy: number;
  /** 1 for every puzzle that is wholly right. */
  exactAccuracy: number;
  /** 1 for every puzzle of which the halting head judged rightly whether it is right. */
  qHaltAccuracy: number;
  /** Supervision steps that it took. */
  steps: number;
}

/** One supervision step of a batch. */
export interface SupervisedGradients {
  /** The states after it, and which rows have halted. */
  carry: ActCarry;
  /** Means over the batch. */
  loss: { total: number; lm: number; qHalt: number; qContinue: number };
  halted: HaltedSums;
  /** Of the mean loss, by the parameters' names. */
  gradients: Gradients;
  /** Of the mean loss, of the puzzle embeddings that the batch used; [batch, puzzleEmbNdim]. */
  puzzleGradients?: tf.Tensor2D;
}

/** A function with a gradient of its own is not recorded inside; one without arguments has none. */
const withoutTape = (f: () => tf.Tensor): tf.Tensor => tf.customGrad(() => ({ value: f(), gradFunc: () => [] }))();

/** HRM's target for the value of going on: the better of halting and going on at the next step, of which there is none after the last. */
function targetContinue(
  model: TinyRecursiveModel,
  inputs: tf.Tensor2D,
  carry: Carry,
  steps: Int32Array,
  puzzles: Int32Array,
) {
  const { qHalt, qContinue } = model.supervisionStep(inputs, carry, puzzles);
  const last = tf.tensor1d(
    Array.from(steps, (n) => n + 1 >= model.config.haltMaxSteps),
    'bool',
  );
  return tf.sigmoid(tf.where(last, qHalt, tf.maximum(qHalt, qContinue)));
}

/** What a gradient comes to. If it fails, what was kept for it is freed, which TensorFlow does only at its end. */
function orFree<T>(gradient: () => T, kept: () => tf.TensorContainer): T {
  try {
    return gradient();
  } catch (error) {
    const { state } = tf.engine();
    tf.dispose([kept(), (state.activeTape ?? []).map(({ saved }) => saved ?? [])]);
    state.activeTape = null as never;
    throw error;
  }
}

/** Gives a tensor that was kept from the tape's scope, which frees all but the loss, back to the scope around. */
function release<T extends tf.Tensor>(kept: T): T {
  const tensor = tf.clone(kept);
  kept.dispose();
  return tensor;
}

/**
 * A supervision step with the gradient of its loss: all recursions but the last without one, then the last, the heads and the loss with it.
 *
 * @param carry - refilled; its states stay as they are
 * @param seed - of the exploration's draws
 * @param firstRow - which row of the batch the carry's first is, if it is a part of one
 */
export function supervisedGradients(
  model: TinyRecursiveModel,
  carry: ActCarry,
  seed: number,
  firstRow = 0,
): SupervisedGradients {
  const { data, steps } = carry;
  const names = Object.keys(model.parameters);

  const tensors = tf.tidy(() => {
    const shape: [number, number] = [steps.length, model.config.seqLen];
    const [inputs, labels] = [tf.tensor2d(data.inputs, shape, 'int32'), tf.tensor2d(data.labels, shape, 'int32')];
    const puzzleRows = model.puzzleRows(data.puzzleIdentifiers);
    const before = model.recurseWithoutGradient(model.inputEmbedding(inputs, puzzleRows), carry.latents);

    let kept: { latents: Carry; rows: tf.Tensor2D; loss: tf.Tensor1D } | undefined;
    const forward = () => {
      const latents = ownCopy(model.recurseWithGradient(model.inputEmbedding(inputs, puzzleRows), before));
      const outputs = model.outputs(latents);
      const target = model.config.actContinue
        ? withoutTape(() => targetContinue(model, inputs, latents, steps, data.puzzleIdentifiers))
        : undefined;
      const loss = trmLoss(outputs, labels, target as tf.Tensor1D | undefined);
      const { cells, accuracy, exact } = correctness(outputs.logits, labels);
      kept = {
        latents,
        rows: tf.stack([outputs.qHalt, outputs.qContinue, cells, accuracy, exact]) as tf.Tensor2D,
        loss: tf.stack([loss.total, loss.lm, loss.qHalt, loss.qContinue]) as tf.Tensor1D,
      };
      for (const tensor of [...Object.values(latents), kept.rows, kept.loss]) tf.keep(tensor);
      return loss.total;
    };
    const learnt = [...Object.values(model.parameters), ...(puzzleRows ? [puzzleRows] : [])];
    // tf.grads refuses what the loss does not depend on, such as the embedding in a recursion whose gradient is cut short.
    const found = orFree(
      () => tf.engine().gradients(forward, learnt, undefined, true).grads,
      () => kept,
    );
    const grads = learnt.map((tensor, i) => found[i] ?? tf.zerosLike(tensor));
    const { latents, rows, loss } = kept!;
    return {
      latents: Object.fromEntries(Object.entries(latents).map(([name, state]) => [name, release(state)])),
      rows: release(rows),
      loss: release(loss),
      gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]])),
      puzzleGradients: grads.slice(names.length) as tf.Tensor2D[],
    };
  });

  const [qHalt, qContinue, cells, accuracy, exact] = tensors.rows.arraySync();
  const [total, lm, qHaltLoss, qContinueLoss] = tensors.loss.dataSync();
  tf.dispose([tensors.rows, tensors.loss]);
  const stepsNow = steps.map((n) => n + 1);
  const halted = haltedRows(model.config, stepsNow, qHalt, qContinue, seed, firstRow);
  return {
    carry: { latents: tensors.latents, steps: stepsNow, halted, data },
    loss: { total, lm, qHalt: qHaltLoss, qContinue: qContinueLoss },
    halted: haltedSums(halted, stepsNow, { qHalt, cells, accuracy, exact }),
    gradients: tensors.gradients,
    puzzleGradients: tensors.puzzleGradients[0],
  };
}

function haltedSums(
  halted: Uint8Array,
  steps: Int32Array,
  { qHalt, cells, accuracy, exact }: Record<'qHalt' | 'cells' | 'accuracy' | 'exact', number[]>,
): HaltedSums {
  const sums: HaltedSums = { count: 0, accuracy: 0, exactAccuracy: 0, qHaltAccuracy: 0, steps: 0 };
  halted.forEach((isHalted, row) => {
    if (!isHalted || cells[row] === 0) return;
    sums.count++;
    sums.accuracy += accuracy[row];
    sums.exactAccuracy += exact[row];
    sums.qHaltAccuracy += Number(qHalt[row] >= 0 === (exact[row] === 1));
    sums.steps += steps[row];
  });
  return sums;
}
