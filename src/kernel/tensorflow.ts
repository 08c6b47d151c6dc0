import util from 'node:util';

/** The part of TensorFlow.js' engine that a cut-off computation leaves open. */
interface Engine {
  state: {
    scopeStack: unknown[];
    gradientDepth: number;
    kernelDepth: number;
    numDataMovesStack: unknown[];
    activeTape: Tape | null | undefined;
  };
  endScope(): void;
}

/** What the gradient remembers of each operation; the saved tensors outlive their scope. */
type Tape = { saved?: { dispose(): void }[] }[];

const engine = (): Engine | undefined => (globalThis as { _tfengine?: Engine })._tfengine;

/**
 * Remembers how deep the computation of TensorFlow.js is nested.
 * @returns what takes it back there: scopes opened since are ended, their tensors disposed
 */
export function rememberScopes(): () => void {
  const state = engine()?.state;
  const [scopes, kernels, moves] = [
    state?.scopeStack.length ?? 0,
    state?.kernelDepth ?? 0,
    state?.numDataMovesStack.length ?? 0,
  ];
  const gradients = state?.gradientDepth ?? 0;
  return () => {
    const current = engine();
    if (!current) return;
    for (const { saved = [] } of current.state.activeTape ?? []) for (const tensor of saved) tensor.dispose();
    while (current.state.scopeStack.length > scopes) current.endScope();
    current.state.kernelDepth = kernels;
    current.state.gradientDepth = gradients;
    current.state.activeTape = null;
    current.state.numDataMovesStack.length = moves;
  };
}

/** Lets a cell import @tensorflow/tfjs-node 4.22 itself: it calls two functions that Node 23 removed, and it greets on stderr. */
export function prepareForTensorflow(): void {
  const withdrawn = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, value] of Object.entries(withdrawn)) {
    Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
}
