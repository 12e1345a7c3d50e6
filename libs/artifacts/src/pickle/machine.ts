import { quoted } from '#contracts';
import type { Refuse } from '../file/bytes.js';
import { PickleInput } from './input.js';
import { LITERALS } from './literals.js';
import { PickleStack } from './stack.js';
import { describeValue, isKind, tuple, type PickleGlobal, type PickleValue } from './values.js';

/** What the names in a kind of pickle stand for. Each of these throws for what the kind has not. */
export interface PickleNames {
  /** A class or function; `name` has its module before it. */
  global(name: string): PickleGlobal;
  call(target: PickleGlobal, args: readonly PickleValue[]): PickleValue;
  /** What a persistent id, as its writer chose it, stands for. */
  persistent(id: PickleValue): PickleValue;
  /** Takes note of attributes that belong to a value. */
  build(value: PickleValue, state: PickleValue): void;
}

/**
 * Reads a pickle (protocols 2 to 5, https://github.com/python/cpython/blob/main/Lib/pickletools.py) by a stack machine
 * of its own. It runs nothing: names go to `names`, which knows a few and refuses the rest. Time and memory are bounded
 * by the pickle's length; nothing recurses.
 *
 * @param refuse throws for bytes that are no pickle
 */
export function readPickle(bytes: Uint8Array, names: PickleNames, refuse: Refuse): PickleValue {
  const input = new PickleInput(bytes, refuse);
  const stack = new PickleStack(refuse);
  for (;;) {
    const opcode = input.byte();
    const literal = LITERALS.get(opcode);
    if (literal) stack.push(literal(input));
    else if (opcode === 0x2e)
      return stack.pop(); // STOP
    else step(opcode, input, stack, names, refuse);
  }
}

function step(opcode: number, input: PickleInput, stack: PickleStack, names: PickleNames, refuse: Refuse): void {
  switch (opcode) {
    case 0x80: // PROTO
      if (input.byte() > 5) refuse('its pickle is of a protocol after 5');
      return;
    case 0x95: // FRAME
      return void input.take(8);
    case 0x28: // MARK
      return stack.mark();
    case 0x30: // POP
      return void stack.pop();
    case 0x31: // POP_MARK
      return void stack.popToMark();
    case 0x32: // DUP
      return stack.push(stack.top());
    case 0x71: // BINPUT
      return stack.remember(input.byte());
    case 0x72: // LONG_BINPUT
      return stack.remember(input.uint32());
    case 0x94: // MEMOIZE
      return stack.rememberNext();
    case 0x68: // BINGET
      return stack.recall(input.byte());
    case 0x6a: // LONG_BINGET
      return stack.recall(input.uint32());
    case 0x74: // TUPLE
      return stack.push(tuple(stack.popToMark()));
    case 0x85: // TUPLE1
    case 0x86: // TUPLE2
    case 0x87: // TUPLE3
      return stack.push(tuple(lastOf(stack, opcode - 0x84)));
    case 0x6c: // LIST
      return stack.push({ kind: 'list', items: stack.popToMark() });
    case 0x61: // APPEND
      return append(lastOf(stack, 1), stack, refuse);
    case 0x65: // APPENDS
      return append(stack.popToMark(), stack, refuse);
    case 0x64: // DICT
      return makeDict(stack.popToMark(), stack, refuse);
    case 0x73: // SETITEM
      return setItems(lastOf(stack, 2), stack, refuse);
    case 0x75: // SETITEMS
      return setItems(stack.popToMark(), stack, refuse);
    case 0x63: // GLOBAL
      return stack.push(names.global(`${input.line()}.${input.line()}`));
    case 0x93: // STACK_GLOBAL
      return stack.push(
        names.global(
          lastOf(stack, 2)
            .map((part) => textOf(part, refuse))
            .join('.'),
        ),
      );
    case 0x52: // REDUCE
    case 0x81: // NEWOBJ
      return call(stack, names, refuse);
    case 0x62: {
      const state = stack.pop(); // BUILD
      return names.build(stack.top(), state);
    }
    case 0x51: // BINPERSID
      return stack.push(names.persistent(stack.pop()));
    default:
      refuse(`its pickle has the opcode 0x${opcode.toString(16)}, which weights do not need`);
  }
}

/** The last `count` values, in the order in which they were pushed. */
function lastOf(stack: PickleStack, count: number): PickleValue[] {
  return Array.from({ length: count }, () => stack.pop()).reverse();
}

function append(items: readonly PickleValue[], stack: PickleStack, refuse: Refuse): void {
  const list = stack.top();
  if (!isKind(list, 'list')) return refuse(`its pickle appends to ${describeValue(list)}`);
  for (const item of items) list.items.push(item);
}

function makeDict(items: readonly PickleValue[], stack: PickleStack, refuse: Refuse): void {
  stack.push({ kind: 'dict', entries: new Map() });
  setItems(items, stack, refuse);
}

function setItems(items: readonly PickleValue[], stack: PickleStack, refuse: Refuse): void {
  const dict = stack.top();
  if (!isKind(dict, 'dict')) return refuse(`its pickle sets an item of ${describeValue(dict)}`);
  if (items.length % 2) refuse('its pickle has a key without a value');
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (dict.entries.has(key)) refuse(`its pickle has the key ${quoted(String(key).slice(0, 200))} twice`);
    dict.entries.set(key, items[i + 1]);
  }
}

function call(stack: PickleStack, names: PickleNames, refuse: Refuse): void {
  const [target, args] = lastOf(stack, 2) as [PickleValue, PickleValue];
  if (!isKind(target, 'global')) return refuse(`its pickle calls ${describeValue(target)}`);
  if (!isKind(args, 'tuple')) return refuse(`its pickle calls ${target.name} with ${describeValue(args)}`);
  stack.push(names.call(target, args.items));
}

function textOf(value: PickleValue, refuse: Refuse): string {
  return typeof value === 'string' ? value : refuse(`its pickle names something by ${describeValue(value)}`);
}
