import type { Worker } from 'node:worker_threads';
// Before everything that loads tslab.
import './patches';
import { Kernel } from './kernel';
import { Notebook } from './notebook';
import { catchStrays } from './strays';
import { prepareForTensorflow } from './tensorflow';
import { tieToCells } from './timers';
import { mapStacks } from './traceback';

/** Starts the main thread of the kernel, in the notebook's folder. */
export function startKernel(sockets: Worker): void {
  prepareForTensorflow();
  new Kernel(sockets, new Notebook(process.cwd()));
  catchStrays();
  tieToCells();
  mapStacks();
}
