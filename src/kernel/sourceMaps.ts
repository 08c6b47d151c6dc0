import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { takeMaps } from './patches/compiledMaps';

/** A place in a source: the line and the column count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

interface RunningScript {
  label: string;
  /** As JSON: read, a map takes twenty times as much, and most are never asked for. */
  maps: string[];
  lineOffset: number;
  lines: number;
}

/** The scripts that run, by the name they run under. */
const running = new Map<string, RunningScript>();

/**
 * Says under which name a compiled text runs, and what to call it in a traceback.
 * @param lineOffset lines that tslab put in front of the source
 */
export function nameScript(name: string, label: string, text: string, lineOffset: number): void {
  running.set(name, { label, maps: takeMaps(text), lineOffset, lines: text.split('\n').length });
}

let lastRead: { script?: RunningScript; maps: SourceMap[] } = { maps: [] };

/** A script's maps; those that were asked for last are kept, as a stack often stays in one cell. */
function mapsOf(script: RunningScript): SourceMap[] {
  if (lastRead.script !== script)
    lastRead = { script, maps: script.maps.map((text) => new SourceMap(JSON.parse(text))) };
  return lastRead.maps;
}

function through(maps: readonly SourceMap[], line: number, column: number): Omit<Place, 'file'> | undefined {
  let place = { line, column };
  for (const map of maps) {
    const entry = map.findEntry(place.line - 1, place.column - 1);
    if (!('originalLine' in entry)) return undefined;
    place = { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }
  return place;
}

/** Maps that lie next to the files they belong to; null where there is none. */
const onDisk = new Map<string, SourceMap | null>();

function mapOnDisk(file: string): SourceMap | null {
  let map = onDisk.get(file);
  if (map !== undefined) return map;
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    map = null;
  }
  onDisk.set(file, map);
  return map;
}

/**
 * The place in the source from which a place in a running script was compiled; undefined behind the end of a script, where
 * the wrapper is that calls it.
 */
export function originalPlace({ file, line, column }: Place): Place | undefined {
  const script = running.get(file);
  if (script) {
    if (line > script.lines) return undefined;
    const place = through(mapsOf(script), line, column) ?? { line, column };
    return { file: script.label, line: place.line - script.lineOffset, column: place.column };
  }
  const entry = mapOnDisk(file)?.findEntry(line - 1, column - 1);
  if (!entry || !('originalLine' in entry)) return { file, line, column };
  return {
    file: resolve(dirname(file), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

/** Whether a script is a cell, and so named in a traceback by its number. */
export const isCell = (file: string): boolean => running.get(file)?.label.startsWith('Cell ') ?? false;
