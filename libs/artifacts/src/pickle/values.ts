/** What a pickle is made of, once read. Nothing in it can act: a class or a function is no more than its name. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleTuple
  | PickleList
  | PickleDict
  | PickleGlobal
  | PickleObject;

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleDict {
  readonly kind: 'dict';
  readonly entries: Map<PickleValue, PickleValue>;
}

/** A class or a function by its name, `torch._utils._rebuild_tensor_v2`. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: string;
}

/** What the reader of a kind of pickle makes of a call or of a persistent id. */
export interface PickleObject {
  readonly kind: 'object';
  readonly value: unknown;
}

export const tuple = (items: readonly PickleValue[]): PickleTuple => ({ kind: 'tuple', items });

/** What a value is, in a message: never its content. */
export function describeValue(value: PickleValue): string {
  if (value === null) return 'None';
  if (value instanceof Uint8Array) return 'bytes';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return value.kind === 'global' ? value.name : `a ${value.kind}`;
}

/** Whether a value is of a kind. */
export function isKind<K extends 'tuple' | 'list' | 'dict' | 'global' | 'object'>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}
