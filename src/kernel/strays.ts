import { inspect } from 'node:util';
import { currentCell } from './cell';

let isRunning = false;
const waiting: unknown[] = [];

function keep(error: unknown): void {
  const cell = currentCell();
  if (isRunning && cell) cell.strays.push(error);
  else waiting.push(error);
}

/** Catches rejections and exceptions that no one handles: they fail the running cell, or wait for the next one. */
export function catchStrays(): void {
  process.on('unhandledRejection', keep);
  process.on('uncaughtException', keep);
}

/** Says that a cell starts; prints what went wrong since the last one ended. */
export function startCollecting(): void {
  isRunning = true;
  for (const error of waiting.splice(0)) process.stderr.write(`Unhandled, from an earlier cell: ${inspect(error)}\n`);
}

/** Says that the cell has ended; prints all of its strays but the first, which it fails with. */
export function stopCollecting(): unknown[] {
  isRunning = false;
  const strays = currentCell()?.strays ?? [];
  for (const error of strays.slice(1)) process.stderr.write(`Unhandled: ${inspect(error)}\n`);
  return strays;
}
