import { type ConfigClass, TlcError, checkConfig, shown } from '#contracts';
import { nestingDepth } from './nesting-depth.js';

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 64;

/** The body of a message, checked against its class. Size and depth come first, before anything is parsed. No body at
 * all stands for an empty object.
 * @throws TlcError MESSAGE_TOO_LARGE, MESSAGE_NOT_JSON, MESSAGE_NOT_OBJECT, CONFIG_… */
export function readBody<T extends object>(data: Uint8Array, body: ConfigClass<T>): T {
  return checkConfig(body, data.length === 0 ? {} : readObject(data));
}

/** The object that a message is.
 * @throws TlcError MESSAGE_TOO_LARGE, MESSAGE_NOT_JSON, MESSAGE_NOT_OBJECT */
export function readObject(data: Uint8Array): object {
  checkSize(data);
  const value = parse(data);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TlcError('MESSAGE_NOT_OBJECT', `the message is ${shown(value)}, which is not an object`);
}

/** Refuses what a parser should not be given.
 * @throws TlcError MESSAGE_TOO_LARGE */
export function checkSize(data: Uint8Array): void {
  if (data.length > MAX_BYTES) {
    throw new TlcError('MESSAGE_TOO_LARGE', `the message has ${data.length} bytes; ${MAX_BYTES} are allowed`, {
      details: { bytes: data.length, allowed: MAX_BYTES },
    });
  }
  if (nestingDepth(data, MAX_DEPTH) > MAX_DEPTH) {
    throw new TlcError('MESSAGE_TOO_LARGE', `the message is nested more than ${MAX_DEPTH} levels deep`, {
      details: { allowed: MAX_DEPTH },
    });
  }
}

function parse(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch (error) {
    const beginning = shown(Buffer.from(data.subarray(0, 60)).toString('utf8'));
    throw new TlcError(
      'MESSAGE_NOT_JSON',
      `the message is not JSON: ${(error as Error).message}; it begins ${beginning}`,
    );
  }
}
