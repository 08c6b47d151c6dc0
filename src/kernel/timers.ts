import fs from 'node:fs/promises';
import timers from 'node:timers/promises';
import { currentCell } from './cell';

// JavaScript has no way to stop an async function from outside. It stops by itself, though, when what it awaits never
// settles: so whatever an interrupted cell has set to wake it up (timers, files, fetch) is made to sleep on.

type Callback = (...args: unknown[]) => unknown;
type Sleeper = (...args: unknown[]) => Promise<unknown>;

const ready = Promise.resolve();

/**
 * A callback that is dropped once the cell that set it is interrupted. It runs as a microtask, because there
 * {@link terminateMainThread} may end it: inside Node's own loop over the timers that would bring the process down.
 */
function dropWhenInterrupted(callback: Callback): Callback {
  const cell = currentCell();
  return function (this: unknown, ...args) {
    if (!cell?.isInterrupted) void ready.then(() => callback.apply(this, args));
  };
}

/** A function whose promise never settles once the cell that called it is interrupted. */
function sleepWhenInterrupted(start: Sleeper): Sleeper {
  const sleeper: Sleeper = function (this: unknown, ...args) {
    const [cell, promise] = [currentCell(), start.apply(this, args)];
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => cell?.isInterrupted || resolve(value),
        (reason) => cell?.isInterrupted || reject(reason),
      );
    });
  };
  return Object.defineProperties(sleeper, Object.getOwnPropertyDescriptors(start));
}

function patchPromises(module: object, names: readonly string[]): void {
  const functions = module as Record<string, Sleeper>;
  for (const name of names) functions[name] = sleepWhenInterrupted(functions[name]);
}

function patchTimer(name: 'setTimeout' | 'setInterval' | 'setImmediate'): void {
  const start = globalThis[name] as (callback: Callback, ...rest: unknown[]) => unknown;
  const patched = (callback: Callback, ...rest: unknown[]) =>
    start(typeof callback === 'function' ? dropWhenInterrupted(callback) : callback, ...rest);
  Object.assign(globalThis, { [name]: Object.assign(patched, start) });
}

/** Ties timers, promised timers, promised file access and fetch to the cell that calls them. */
export function tieToCells(): void {
  patchPromises(timers, ['setTimeout', 'setImmediate']);
  patchPromises(fs, [
    'access',
    'appendFile',
    'copyFile',
    'mkdir',
    'open',
    'readdir',
    'readFile',
    'rm',
    'stat',
    'writeFile',
  ]);
  patchPromises(globalThis, ['fetch']);
  patchTimer('setTimeout');
  patchTimer('setInterval');
  patchTimer('setImmediate');
}
