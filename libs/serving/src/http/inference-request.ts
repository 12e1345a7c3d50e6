import { MOST_BEAMS, shown, TEXTS_IN_REQUEST, TlcError } from '#contracts';
import type { TextToRead } from '../text-to-read.js';
import { bytesTexts } from './binary-texts.js';

/** What of a request of the Open Inference Protocol a model of texts needs. */
export interface InferenceRequest {
  readonly id?: string;
  readonly texts: readonly TextToRead[];
  /** Names of the outputs that are wanted; undefined: all. */
  readonly outputs?: readonly string[];
  /** Continuations that a translation follows at once; undefined: as many as without being asked. */
  readonly beams?: number;
}

/** Names of the inputs: the texts, and for models of pairs the second texts. */
export const INPUTS = { text: 'text', pair: 'pair' } as const;

/** Reads the body of `infer`.
 * @param binary what stands behind the JSON, in the order of the inputs that say `binary_data_size`
 * @throws TlcError CONFIG_MISSING_KEY, CONFIG_WRONG_VALUE, MESSAGE_NOT_OBJECT */
export function readInferenceRequest(body: unknown, binary: Buffer = Buffer.alloc(0)): InferenceRequest {
  const { id, inputs, outputs, parameters } = objectOf(body, 'the request');
  if (id !== undefined && typeof id !== 'string') throw wrong('id', id, 'a string');
  if (inputs === undefined) throw new TlcError('CONFIG_MISSING_KEY', 'inputs is missing: a list of tensors');
  if (!Array.isArray(inputs)) throw wrong('inputs', inputs, 'a list of tensors');
  const found = new Map<string, string[]>();
  let at = 0;
  for (const [i, input] of inputs.entries()) {
    const tensor = objectOf(input, `inputs[${i}]`);
    const size = binarySize(tensor, i);
    if (at + (size ?? 0) > binary.length) throw wrong(`inputs[${i}].parameters.binary_data_size`, size, 'in the body');
    const name = nameOf(tensor, i);
    if (found.has(name)) throw wrong(`inputs[${i}].name`, name, 'a name that no other input has');
    found.set(name, textsOf(tensor, i, size === undefined ? undefined : binary.subarray(at, at + size)));
    at += size ?? 0;
  }
  if (at < binary.length) throw wrong('the body', `${binary.length - at} bytes`, 'said by any input');
  const texts = found.get(INPUTS.text);
  if (!texts) throw new TlcError('CONFIG_MISSING_KEY', `inputs has no tensor named ${INPUTS.text}`);
  const pairs = found.get(INPUTS.pair);
  if (pairs && pairs.length !== texts.length) throw wrong('inputs', pairs.length, `${texts.length} second texts`);
  return {
    ...(id !== undefined && { id }),
    texts: texts.map((text, i) => (pairs ? { text, pair: pairs[i] } : { text })),
    ...(outputs !== undefined && { outputs: outputsOf(outputs) }),
    ...beamsOf(parameters),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new TlcError('MESSAGE_NOT_OBJECT', `${field}: ${shown(value)} is not an object`);
}

function nameOf({ name }: Fields, i: number): string {
  const names: readonly unknown[] = Object.values(INPUTS);
  if (names.includes(name)) return name as string;
  throw wrong(`inputs[${i}].name`, name, `one of ${names.join(', ')}`);
}

function binarySize({ parameters }: Fields, i: number): number | undefined {
  if (parameters === undefined) return undefined;
  const size = objectOf(parameters, `inputs[${i}].parameters`).binary_data_size;
  if (size === undefined || (Number.isInteger(size) && (size as number) >= 0)) return size as number | undefined;
  throw wrong(`inputs[${i}].parameters.binary_data_size`, size, 'a number of bytes');
}

/** The texts of a tensor of shape [texts] or [texts, 1]. */
function textsOf({ shape, datatype, data }: Fields, i: number, binary?: Buffer): string[] {
  const field = `inputs[${i}]`;
  if (datatype !== 'BYTES') throw wrong(`${field}.datatype`, datatype, 'BYTES');
  const isShape = Array.isArray(shape) && (shape.length === 1 || (shape.length === 2 && shape[1] === 1));
  if (!isShape || !Number.isInteger(shape[0])) throw wrong(`${field}.shape`, shape, '[texts] or [texts, 1]');
  const count = shape[0] as number;
  if (count < 1 || count > TEXTS_IN_REQUEST) throw wrong(`${field}.shape`, shape, `1 to ${TEXTS_IN_REQUEST} texts`);
  if (!binary && !Array.isArray(data)) throw wrong(`${field}.data`, data, 'a list of strings');
  const texts: unknown[] = binary ? bytesTexts(binary, field) : (data as unknown[]).flat();
  if (texts.length !== count) throw wrong(`${field}.data`, `${texts.length} texts`, `what shape says: ${count}`);
  const odd = texts.find((text) => typeof text !== 'string');
  if (odd !== undefined) throw wrong(`${field}.data`, odd, 'a string');
  return texts as string[];
}

/** `beams` of the request's parameters; others mean nothing here, and the protocol lets servers pass them over. */
function beamsOf(parameters: unknown): { beams?: number } {
  if (parameters === undefined) return {};
  const { beams } = objectOf(parameters, 'parameters');
  if (beams === undefined) return {};
  if (Number.isInteger(beams) && (beams as number) >= 1 && (beams as number) <= MOST_BEAMS) {
    return { beams: beams as number };
  }
  throw wrong('parameters.beams', beams, `a whole number from 1 to ${MOST_BEAMS}`);
}

function outputsOf(outputs: unknown): string[] {
  if (!Array.isArray(outputs)) throw wrong('outputs', outputs, 'a list of outputs');
  return outputs.map((output, i) => {
    const { name } = objectOf(output, `outputs[${i}]`);
    if (typeof name === 'string') return name;
    throw wrong(`outputs[${i}].name`, name, 'a string');
  });
}

export function wrong(field: string, value: unknown, allowed: string): TlcError {
  return new TlcError('CONFIG_WRONG_VALUE', `${field}: ${shown(value)} is not ${allowed}`, { details: { field } });
}
