// Where the time of our side goes: by function of JavaScript, or by operation of TensorFlow.
import { Session } from 'node:inspector';
import { basename } from 'node:path';

/**
 * The functions in which most of the time is spent, by V8's sampling; what is inlined counts for the function that it is in.
 *
 * @param call - repeated for as long
 * @returns up to three, each with its share of the time, where that is at least 5 %
 */
export function functionsOf(call, milliseconds = 300) {
  const session = new Session();
  session.connect();
  const ask = (method) => {
    let answer;
    session.post(method, (error, result) => {
      if (error) throw new Error(`${method}: ${error.message}`);
      answer = result;
    });
    return answer;
  };
  ask('Profiler.enable');
  ask('Profiler.start');
  for (const end = performance.now() + milliseconds; performance.now() < end; ) call();
  const { nodes, samples } = ask('Profiler.stop').profile;
  session.disconnect();
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => [
      id,
      `${functionName || '(nameless)'} ${basename(url)}`.trim(),
    ]),
  );
  const counts = new Map();
  for (const id of samples) counts.set(names.get(id), (counts.get(names.get(id)) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, share: count / samples.length }))
    .sort((a, b) => b.share - a.share)
    .filter(({ share }, i) => i < 3 && share >= 0.05);
}

/** What the compiler's functions begin; what they call belongs to it, until one of those begins something else. */
const compiling = [
  [/^(parseSourceFile|createSourceFile)/, 'TypeScript: parsing'],
  [/^bindSourceFile/, 'TypeScript: binding'],
  [/^createTypeChecker/, 'TypeScript: making the checker'],
  [
    /^(checkSourceFile|getDiagnostics|getSemanticDiagnostics|getTypeAtLocation|getSymbolsInScope|typeToString)/,
    'TypeScript: checking',
  ],
  [/^(emitFiles|emitWorker|transformNodes)/, 'TypeScript: emitting'],
  [/^(createProgram|synchronizeHostData|resolveModuleNames?)/, 'TypeScript: finding files'],
];

/** What a sample of Node's profiler counts for, by where its function comes from and what that is called for. */
function partOf({ functionName, url }, caller) {
  if (functionName.startsWith('(')) return functionName === '(garbage collector)' ? 'garbage collection' : undefined;
  if (/node_modules.*\btypescript/.test(url)) {
    const [, phase] = compiling.find(([pattern]) => pattern.test(functionName)) ?? [];
    return phase ?? (caller?.startsWith('TypeScript') ? caller : 'TypeScript: the rest');
  }
  if (url.startsWith('node:') || url === '') return 'Node';
  return 'tslab, this kernel and others';
}

/** Of every node of a profile, by its number, what it counts for; a profile lists callers before what they call. */
function partsByNode(nodes) {
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const parts = new Map();
  for (const { id, callFrame } of nodes) parts.set(id, partOf(callFrame, parts.get(callers.get(id))));
  return parts;
}

/**
 * Shares of the processor's time between two moments of a profile that `node --cpu-prof` has written, largest first; what was idle is left out.
 *
 * @param profile - the file's content
 * @param from - microseconds of the clock that process.hrtime has
 * @param to
 */
export function partsOf({ nodes, samples, timeDeltas, startTime }, from, to) {
  const parts = partsByNode(nodes);
  const times = new Map();
  let now = startTime;
  samples.forEach((id, i) => {
    now += timeDeltas[i];
    const part = parts.get(id);
    if (part && now >= from && now < to) times.set(part, (times.get(part) ?? 0) + (timeDeltas[i + 1] ?? 0));
  });
  const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([name, time]) => ({ name, share: time / whole })).sort((a, b) => b.share - a.share);
}

/** TensorFlow's operations in one call: how many, and the milliseconds in each kind of them, and in making, reading and freeing tensors. */
export function operationsOf(tf, call) {
  const backend = tf.backend();
  const { binding } = backend;
  const byName = {};
  let operations = 0;
  const time = (name, run) => {
    const begin = performance.now();
    const result = run();
    byName[name] = (byName[name] ?? 0) + performance.now() - begin;
    return result;
  };
  const timed = {
    executeOp(name, ...rest) {
      operations++;
      return time(name, () => binding.executeOp(name, ...rest));
    },
  };
  for (const name of Object.getOwnPropertyNames(binding)) {
    const part = binding[name];
    timed[name] ??= typeof part === 'function' ? (...given) => time(name, () => part.apply(binding, given)) : part;
  }
  backend.binding = timed;
  const begin = performance.now();
  try {
    call();
  } finally {
    backend.binding = binding;
  }
  return { milliseconds: performance.now() - begin, operations, byName };
}

/** The kinds that take most, each with its share of the whole; and what is outside of all, in JavaScript. */
export function sharesOf({ milliseconds, byName }) {
  const kinds = Object.entries(byName).sort(([, a], [, b]) => b - a);
  const inside = kinds.reduce((sum, [, time]) => sum + time, 0);
  return {
    most: kinds.map(([name, time]) => ({ name, share: time / milliseconds })),
    outside: 1 - inside / milliseconds,
  };
}

export const shareText = ({ name, share }) => `${name} ${(100 * share).toFixed(0)} %`;

/** A profile of any kind in a few words: what takes most of the time. */
export function profileText(profile) {
  if (Array.isArray(profile)) return profile.slice(0, 3).map(shareText).join(', ');
  const { most, outside } = sharesOf(profile);
  return [...most.slice(0, 3), { name: 'outside of operations', share: outside }].map(shareText).join(', ');
}
