// First, so that tslab gets the TypeScript that can be patched.
import './typescript';
import { keepSourceMaps } from './compiledMaps';
import { skipBuildState } from './fastProgram';
import { declareGlobals } from './globalTypes';
import { mendPropertyNames } from './propertyNames';
import { resolveAfresh } from './resolution';

// What the pinned tslab lacks and offers no option for, one change in each file.
keepSourceMaps();
mendPropertyNames(); // before the next two, which say what creates the program
declareGlobals();
skipBuildState();
resolveAfresh();
