import type { Target } from '../Target';

/** Each is loaded when it is wanted: some bring TensorFlow, Python or the kernel with them. */
export const targets: Record<string, () => Promise<{ open: () => Target | Promise<Target> }>> = {
  filters: () => import('./filters.js'),
  solvers: () => import('./solvers.js'),
  gradients: () => import('./gradients.js'),
  files: () => import('./files.js'),
  parameters: () => import('./parameters.js'),
  declarations: () => import('./declarations.js'),
  configurations: () => import('./configurations.js'),
  cells: () => import('./cells.js'),
};
