import { browser } from './browser.mjs';
import { build, buildTests } from './build.mjs';
import { jupyter } from './jupyter.mjs';
import { nodeVersions } from './nodeVersions.mjs';
import { packages } from './packages.mjs';
import { denoPeer, jupyterPeer, scipyPeer, torchPeer } from './peers.mjs';
import { Problem } from './problem.mjs';
import { python, pythonForTests } from './python.mjs';
import { study } from './study.mjs';
import { tensorflow } from './tensorflow.mjs';

/**
 * One part of the set-up.
 * @typedef {object} Step
 * @property {string} name of its stamp
 * @property {string} title as shown
 * @property {string[]} needs steps that come before
 * @property {() => string} inputs digest of all that the result depends on
 * @property {() => string[]} outputs files whose absence means that the step must run again
 * @property {() => Promise<void>} run may be started again after an interruption at any point
 */

/** @type {Record<string, Step[]>} */
const goals = {
  all: [packages, python, tensorflow, build, jupyter],
  bench: [packages, python, tensorflow, build, jupyter, buildTests],
  build: [packages, build],
  'peer-deno': [denoPeer],
  'peer-jupyter': [jupyterPeer],
  'peer-scipy': [scipyPeer],
  'peer-torch': [torchPeer],
  study: [packages, python, tensorflow, build, study],
  test: [packages, python, tensorflow, build, jupyter, pythonForTests, study, nodeVersions, browser, buildTests],
};

/**
 * @param {string[]} names
 * @returns {Step[]}
 */
export function stepsFor(names) {
  const unknown = names.find((name) => !Object.hasOwn(goals, name));
  if (unknown) throw new Problem(`Unknown goal '${unknown}'.`, `Valid: ${Object.keys(goals).join(', ')}.`);
  return [...new Set((names.length > 0 ? names : ['all']).flatMap((name) => goals[name]))];
}
