import { readJson } from '../files/readJson';
import { fields, integer, text } from '../files/shape';

/** https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files */
export interface Connection {
  transport: string;
  ip: string;
  key: string;
  shell_port: number;
  control_port: number;
  stdin_port: number;
  iopub_port: number;
  hb_port: number;
}

const port = integer(1, 65_535);
const shape = fields({
  transport: text,
  ip: text,
  key: text,
  shell_port: port,
  control_port: port,
  stdin_port: port,
  iopub_port: port,
  hb_port: port,
});

/** @throws Error that names the file and what is wrong in it if it is no connection file */
export const readConnection = (path: string): Connection => readJson(path, shape);
