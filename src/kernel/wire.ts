import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { parseJson } from '../files/readJson';
import { fields, optional, type Shape, text } from '../files/shape';

// https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol

/** The version of the messaging protocol that the kernel speaks. */
export const protocolVersion = '5.5';

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** A message as it came from a front end. */
export interface Message {
  /** The return address: the routing frames in front of the delimiter. */
  identities: Uint8Array[];
  header: Header;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
}

/** A message of the kernel, its content already JSON, so that any thread can send it. */
export interface Outgoing {
  identities: Uint8Array[];
  type: string;
  /** The header of the request that this answers; absent only where nothing was asked (`iopub_welcome`). */
  parent?: Header;
  content: string;
}

const delimiter = Buffer.from('<IDS|MSG>');
const session = randomUUID();

function sign(key: string, parts: readonly Uint8Array[]): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function isSignedWith(key: string, signature: Uint8Array, parts: readonly Uint8Array[]): boolean {
  const expected = Buffer.from(sign(key, parts));
  return key === '' || (expected.length === signature.length && timingSafeEqual(expected, signature));
}

// What is asked of a header by whoever answers it; of session and user name, that they can be sent back.
const headerShape = fields({ msg_id: text, msg_type: text, session: optional(text), username: optional(text) });
const partShapes: Record<string, Shape> = {
  header: headerShape,
  'parent header': fields({}),
  metadata: fields({}),
  content: fields({}),
};

/**
 * Reads the frames of one message.
 * @throws {Error} if they are not a message, or not signed with the key
 */
export function parse(frames: readonly Buffer[], key: string): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0 || frames.length < at + 6) throw new Error('not a Jupyter message');
  const parts = frames.slice(at + 2, at + 6);
  if (!isSignedWith(key, frames[at + 1], parts)) throw new Error('a message with a wrong signature');
  const [header, , metadata, content] = Object.entries(partShapes).map(([name, shape], i) =>
    parseJson(`a message's ${name}`, parts[i].toString(), shape),
  );
  return { identities: frames.slice(0, at), header, metadata, content } as Message;
}

/** The frames of one message, signed. */
export function serialize({ identities, type, parent, content }: Outgoing, key: string): Uint8Array[] {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: parent?.username ?? 'kernel',
    date: new Date().toISOString(),
    version: protocolVersion,
  };
  const parts = [JSON.stringify(header), JSON.stringify(parent ?? {}), '{}', content].map((part) => Buffer.from(part));
  return [...identities, delimiter, Buffer.from(sign(key, parts)), ...parts];
}
