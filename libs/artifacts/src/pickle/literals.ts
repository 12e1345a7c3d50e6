import type { PickleInput } from './input.js';
import { tuple, type PickleValue } from './values.js';

type Literal = (input: PickleInput) => PickleValue;

/** Opcodes that push a value which the bytes after them spell out (Python's pickletools has all of them). */
export const LITERALS: ReadonlyMap<number, Literal> = new Map<number, Literal>([
  [0x4e, () => null], // NONE
  [0x88, () => true], // NEWTRUE
  [0x89, () => false], // NEWFALSE
  [0x4b, (input) => input.byte()], // BININT1
  [0x4d, (input) => input.uint16()], // BININT2
  [0x4a, (input) => input.int32()], // BININT
  [0x8a, (input) => input.integer(input.byte())], // LONG1
  [0x8b, (input) => input.integer(input.uint32())], // LONG4
  [0x47, (input) => input.float64()], // BINFLOAT
  [0x8c, (input) => input.text(input.byte())], // SHORT_BINUNICODE
  [0x58, (input) => input.text(input.uint32())], // BINUNICODE
  [0x8d, (input) => input.text(input.uint64())], // BINUNICODE8
  [0x43, (input) => input.take(input.byte())], // SHORT_BINBYTES
  [0x42, (input) => input.take(input.uint32())], // BINBYTES
  [0x29, () => tuple([])], // EMPTY_TUPLE
  [0x5d, () => ({ kind: 'list', items: [] })], // EMPTY_LIST
  [0x7d, () => ({ kind: 'dict', entries: new Map() })], // EMPTY_DICT
]);
