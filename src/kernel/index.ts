import type {} from './globals';

export { type Displayable, displaySymbol, type MimeBundle } from '../viz/display';
export type { PromptOptions } from './stdin';
