import type { Config, Layout, LayoutAxis, Legend, Template } from 'plotly.js';

/** Colours of the traces in order: Okabe and Ito's, which colour-blind readers tell apart (yellow, too pale on white, left out). */
export const palette: readonly string[] = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#595959'];

/** Height of a figure, in pixels, where its layout gives none. */
export const defaultHeight = 380;

const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const colors = { paper: '#ffffff', text: '#24292f', grid: '#e3e6ea', zero: '#b4bac2', line: '#8a929c' };

const axis: Partial<LayoutAxis> = {
  automargin: true,
  gridcolor: colors.grid,
  zerolinecolor: colors.zero,
  linecolor: colors.line,
  showline: true,
  ticks: 'outside',
  tickcolor: colors.line,
  ticklen: 4,
  exponentformat: 'power',
  title: { font: { size: 13 } },
};

const layout: Partial<Layout> = {
  colorway: [...palette],
  font: { family: fontFamily, size: 13, color: colors.text },
  paper_bgcolor: colors.paper,
  plot_bgcolor: colors.paper,
  margin: { l: 64, r: 20, t: 48, b: 52 },
  hovermode: 'closest',
  title: { x: 0.02, xanchor: 'left', font: { size: 16 } } as Layout['title'],
  // Below the axes: there it may wrap on a phone without running into the title.
  legend: {
    orientation: 'h',
    yref: 'container',
    y: 0,
    yanchor: 'bottom',
    xref: 'container',
    x: 0.5,
    xanchor: 'center',
  } as Partial<Legend>,
  xaxis: axis,
  yaxis: axis,
};

// Plotly would pick a red and blue scale by itself wherever values change sign.
const viridis = { autocolorscale: false, colorscale: 'Viridis' };

/** The house style, sent along with every figure, so that all look alike wherever they are opened. */
export const template: Template = {
  layout,
  data: { heatmap: [viridis], contour: [viridis] },
};

/** Plotly's settings where a figure gives none: no advertisement. */
// Not `responsive`: front ends see to the width themselves, and when JupyterLab does, Plotly would give up the height as well.
export const defaultConfig: Partial<Config> = { displaylogo: false };
