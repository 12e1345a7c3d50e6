import 'reflect-metadata';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';

/** A class whose instances are configs or messages: every key carries one of this file's decorators. */
export type ConfigClass<T extends object = object> = new () => T;

/** A config as a document writes it, before defaults: every key may be left out, also in nested objects. */
export type PlainConfig<C> = {
  readonly [K in keyof C]?: C[K] extends object | undefined
    ? NonNullable<C[K]> extends readonly unknown[]
      ? C[K]
      : PlainConfig<NonNullable<C[K]>>
    : C[K];
};

/** What is known of one key: its documentation and its error messages are made from this. */
export interface KeyDoc {
  readonly name: string;
  readonly description: string;
  /** The JSON type in words, such as `integer` or `list of strings`. */
  readonly type: string;
  /** What a value must be, in words: `an integer from 2 to 8`. */
  readonly allowed: string;
  /** A key without a default that may be left out. */
  readonly optional: boolean;
  /** The class of an object's own keys, which its value may choose. */
  readonly nested?: (plain?: object) => ConfigClass;
  /** The values of a choice. */
  readonly choices?: readonly string[];
  /** JSON Schema (2020-12) of a value; of an object with keys of its own, that of its class stands for it. */
  readonly schema: JsonSchema;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

interface Options {
  /** May be left out although it has no default. */
  readonly optional?: boolean;
}

const KEYS = Symbol('tlc:keys');

/** Items of a list, at most. */
const MOST_ITEMS = 1000;

/** The keys of a class with those of its ancestors, in order of declaration. */
export function keysOf(target: ConfigClass): ReadonlyMap<string, KeyDoc> {
  const parent = Object.getPrototypeOf(target.prototype)?.constructor as ConfigClass | undefined;
  const inherited = parent && parent !== Object ? keysOf(parent) : new Map<string, KeyDoc>();
  return new Map([...inherited, ...((Reflect.getOwnMetadata(KEYS, target) ?? new Map()) as Map<string, KeyDoc>)]);
}

function key(doc: Omit<KeyDoc, 'name' | 'optional'>, validators: PropertyDecorator[], options: Options) {
  return (prototype: object, property: string | symbol) => {
    const target = prototype.constructor as ConfigClass;
    const own = (Reflect.getOwnMetadata(KEYS, target) ?? new Map()) as Map<string, KeyDoc>;
    own.set(String(property), { ...doc, name: String(property), optional: options.optional ?? false });
    Reflect.defineMetadata(KEYS, own, target);
    const all = options.optional ? [IsOptional(), ...validators] : validators;
    for (const validator of all) validator(prototype, property);
  };
}

function range(what: string, { min, max }: { min?: number; max?: number }): string {
  if (min !== undefined && max !== undefined) return `${what} from ${min} to ${max}`;
  if (min !== undefined) return `${what} of at least ${min}`;
  return max === undefined ? what : `${what} of at most ${max}`;
}

function bounds({ min, max }: { min?: number; max?: number }): PropertyDecorator[] {
  return [...(min === undefined ? [] : [Min(min)]), ...(max === undefined ? [] : [Max(max)])];
}

const limits = ({ min, max }: { min?: number; max?: number }): JsonSchema => ({
  ...(min !== undefined && { minimum: min }),
  ...(max !== undefined && { maximum: max }),
});

const listSchema = (items: JsonSchema): JsonSchema => ({ type: 'array', items, minItems: 1, maxItems: MOST_ITEMS });

/** Between what a number must lie. */
export const rangeOf = ({ schema }: KeyDoc): { readonly min?: number; readonly max?: number } => ({
  min: schema.minimum as number | undefined,
  max: schema.maximum as number | undefined,
});

/** An integer, within bounds. */
export function IntegerKey(description: string, options: Options & { min?: number; max?: number } = {}) {
  return key(
    {
      description,
      type: 'integer',
      allowed: range('an integer', options),
      schema: { type: 'integer', ...limits(options) },
    },
    [IsInt(), ...bounds(options)],
    options,
  );
}

/** A finite number, within bounds. */
export function NumberKey(description: string, options: Options & { min?: number; max?: number } = {}) {
  return key(
    {
      description,
      type: 'number',
      allowed: range('a number', options),
      schema: { type: 'number', ...limits(options) },
    },
    [IsNumber({ allowNaN: false, allowInfinity: false }), ...bounds(options)],
    options,
  );
}

/** A string of up to `max` (1,024) characters. */
export function TextKey(description: string, options: Options & { min?: number; max?: number } = {}) {
  const { min = 1, max = 1024 } = options;
  return key(
    {
      description,
      type: 'string',
      allowed: `a string of ${min} to ${max} characters`,
      schema: { type: 'string', minLength: min, maxLength: max },
    },
    [IsString(), MinLength(min), MaxLength(max)],
    options,
  );
}

/** true or false. */
export function FlagKey(description: string, options: Options = {}) {
  const schema = { type: 'boolean' };
  return key({ description, type: 'true or false', allowed: 'true or false', schema }, [IsBoolean()], options);
}

/** One of a few strings. */
export function ChoiceKey(description: string, choices: readonly string[], options: Options = {}) {
  return key(
    { description, type: 'string', allowed: `one of ${choices.join(', ')}`, choices, schema: { enum: choices } },
    [IsIn([...choices])],
    options,
  );
}

/** A list of strings (or of `choices`). */
export function TextListKey(
  description: string,
  options: Options & { choices?: readonly string[]; min?: number; max?: number } = {},
) {
  const { choices, min = 1, max = MOST_ITEMS } = options;
  const each = choices ? [IsIn([...choices], { each: true })] : [IsString({ each: true })];
  return key(
    {
      description,
      type: 'list of strings',
      allowed: choices ? `a list of ${min} or more of ${choices.join(', ')}` : `a list of ${min} or more strings`,
      choices,
      schema: { type: 'array', items: choices ? { enum: choices } : { type: 'string' }, minItems: min, maxItems: max },
    },
    [IsArray(), ArrayMinSize(min), ArrayMaxSize(max), ...each],
    options,
  );
}

/** A list of integers, within bounds. */
export function IntegerListKey(description: string, options: Options & { min?: number; max?: number } = {}) {
  return key(
    {
      description,
      type: 'list of integers',
      allowed: `a list, each ${range('an integer', options)}`,
      schema: listSchema({ type: 'integer', ...limits(options) }),
    },
    [...listOf(options), IsInt({ each: true })],
    options,
  );
}

/** A list of finite numbers, within bounds. */
export function NumberListKey(description: string, options: Options & { min?: number; max?: number } = {}) {
  return key(
    {
      description,
      type: 'list of numbers',
      allowed: `a list, each ${range('a number', options)}`,
      schema: listSchema({ type: 'number', ...limits(options) }),
    },
    [...listOf(options), IsNumber({ allowNaN: false, allowInfinity: false }, { each: true })],
    options,
  );
}

function listOf({ min, max }: { min?: number; max?: number }): PropertyDecorator[] {
  return [
    ...(min === undefined ? [] : [Min(min, { each: true })]),
    ...(max === undefined ? [] : [Max(max, { each: true })]),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MOST_ITEMS),
  ];
}

/** An object with the keys of another class. */
export function ObjectKey(description: string, nested: (plain?: object) => ConfigClass, options: Options = {}) {
  const schema = { type: 'object' };
  return key({ description, type: 'object', allowed: 'an object', nested, schema }, [IsObject()], options);
}

/** Texts by name: `{ '0': NEGATIVE, '1': POSITIVE }`. */
export function TextMapKey(description: string, options: Options = {}) {
  const validate = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
  const areTexts = ValidateBy({ name: 'areTexts', validator: { validate } });
  const schema = { type: 'object', additionalProperties: { type: 'string' } };
  return key({ description, type: 'object of strings', allowed: 'an object of strings', schema }, [areTexts], options);
}

/** Numbers by name, within bounds: `{ '*.attention.*': 0.3 }`. */
export function NumberMapKey(description: string, options: Options & { min?: number; max?: number } = {}) {
  const { min = -Infinity, max = Infinity } = options;
  const isWithin = (value: unknown) => Number.isFinite(value) && (value as number) >= min && (value as number) <= max;
  const validate = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isWithin);
  const areNumbers = ValidateBy({ name: 'areNumbers', validator: { validate } });
  const schema = { type: 'object', additionalProperties: { type: 'number', ...limits(options) } };
  const allowed = `an object, each ${range('a number', options)}`;
  return key({ description, type: 'object of numbers', allowed, schema }, [areNumbers], options);
}

/** Texts in an order, or texts by name: `[a, b]` or `{ '0': a, '1': b }`. */
export function TextListOrMapKey(description: string, options: Options & { min?: number } = {}) {
  const { min = 1 } = options;
  const validate = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return false;
    const texts: unknown[] = Object.values(value);
    return (
      texts.length >= min &&
      texts.length <= MOST_ITEMS &&
      texts.every((text) => typeof text === 'string' && text !== '')
    );
  };
  const areTexts = ValidateBy({ name: 'areTextsOrNamed', validator: { validate } });
  const allowed = `a list or an object of ${min} strings at least`;
  const text = { type: 'string', minLength: 1 };
  const schema = {
    anyOf: [
      { type: 'array', items: text, minItems: min, maxItems: MOST_ITEMS },
      { type: 'object', additionalProperties: text, minProperties: min, maxProperties: MOST_ITEMS },
    ],
  };
  return key({ description, type: 'list of strings, or object of strings', allowed, schema }, [areTexts], options);
}

/** An object whose keys are checked elsewhere, such as a plugin's config. */
export function FreeObjectKey(description: string, options: Options = {}) {
  const schema = { type: 'object' };
  return key({ description, type: 'object', allowed: 'an object', schema }, [IsObject()], options);
}
