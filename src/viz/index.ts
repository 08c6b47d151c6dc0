/** Everything that ends in a notebook output: figures, tables, progress. */

export type { Data, Layout } from 'plotly.js';
export { type AxisOptions, axes } from './axes';
export { type Displayable, displaySymbol, type MimeBundle, show } from './display';
export { Figure, type FigureOptions, type FigurePayload } from './figure';
export { marks } from './marks';
export { type Progress, type ProgressOptions, progress } from './progress';
export { type SliderFigureOptions, sliderFigure } from './sliderFigure';
export { type Cell, type DataFrameLike, Table, type TableOptions, type TableSource, table } from './table';
export { palette } from './theme';
