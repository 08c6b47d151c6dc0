import { fields, integer, listOf, numberOrNull } from '../files/shape';

const scores = { accuracy: numberOrNull, exactAccuracy: numberOrNull, haltAccuracy: numberOrNull };

/** Of the puzzles that finished in some steps. */
export const haltedShape = fields({ ...scores, count: integer(0), steps: numberOrNull });

const evaluation = {
  count: integer(0),
  bySupervisionStep: listOf(fields(scores)),
  atHalt: fields({ ...scores, steps: numberOrNull }),
};

/** An `Evaluation`, in JSON. */
export const evaluationShape = fields(evaluation);

/** A `RunHistory`, in JSON. */
export const historyShape = fields({
  training: listOf(fields({ step: integer(1), loss: numberOrNull, halted: haltedShape })),
  evaluations: listOf(fields({ ...evaluation, step: integer(1) })),
});
