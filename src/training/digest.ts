import { createHash } from 'node:crypto';
import type { SafetensorsMetadata, StateDict } from '../models';

// The format of safetensors sees that a file is cut short, but not that a number in it has changed: the file would be read as another model, or go on
// as another run, without a sign.

function digestOf(tensors: StateDict, metadata: SafetensorsMetadata): string {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(metadata).sort()));
  for (const name of Object.keys(tensors).sort()) {
    const { shape, data } = tensors[name];
    hash.update(JSON.stringify([name, shape])).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** What a file says of itself, and a digest of that and of its numbers. */
export const withDigest = (tensors: StateDict, metadata: SafetensorsMetadata): SafetensorsMetadata => ({
  ...metadata,
  sha256: digestOf(tensors, metadata),
});

/** Whether a file holds what was written. One that says no digest, as those of other programs, is believed. */
export const holdsItsDigest = (tensors: StateDict, { sha256, ...metadata }: SafetensorsMetadata): boolean =>
  sha256 === undefined || sha256 === digestOf(tensors, metadata);
