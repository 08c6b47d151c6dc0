// First, so that tslab gets the TypeScript that can be patched.
import './typescript';
import { keepSourceMaps } from './compiledMaps';
import { skipBuildState } from './fastProgram';
import { declareGlobals } from './globalTypes';
import { resolveAfresh } from './resolution';
import { expandShorthands } from './shorthands';

// What the pinned tslab lacks and offers no option for, one change in each file.
keepSourceMaps();
expandShorthands(); // before the next two, which say what creates the program
declareGlobals();
skipBuildState();
resolveAfresh();
