import { validateSync } from 'class-validator';
import { TlcError } from '../errors/tlc-error.js';
import { type ConfigClass, type KeyDoc, keysOf } from './keys.js';
import { nearest } from './nearest.js';
import { wrongValue } from './wrong-value.js';

/** A config may say what is wrong between its keys. */
export interface CrossChecked {
  /** The key to blame and why. */
  problem?(): { key: string; message: string } | undefined;
  /** Keys that have another value than their default but no effect, because of what other keys say. */
  withoutEffect?(): readonly { key: string; message: string }[];
}

/** An instance of `target` with the values of `plain` and defaults for the rest.
 * @param path what to call the object in messages, such as `steps.pruned.config`
 * @throws TlcError CONFIG_UNKNOWN_KEY, CONFIG_MISSING_KEY or CONFIG_WRONG_VALUE, naming the field, its value, what is
 * allowed and the nearest known key */
export function checkConfig<T extends object>(target: ConfigClass<T>, plain: unknown, path = ''): T {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw wrongValue(path || 'config', plain, 'an object');
  }
  const keys = keysOf(target);
  const instance = new target() as Record<string, unknown>;
  for (const name of Object.keys(plain)) if (!keys.has(name)) throw unknownKey(name, plain, [...keys.keys()], path);
  for (const doc of keys.values()) {
    const value = (plain as Record<string, unknown>)[doc.name];
    if (value !== undefined) instance[doc.name] = checkValue(doc, value, at(path, doc.name));
    else if (instance[doc.name] === undefined && !doc.optional) throw missingKey(doc, at(path, doc.name));
  }
  for (const error of validateSync(instance, { stopAtFirstError: true, forbidUnknownValues: false })) {
    const doc = keys.get(error.property);
    const allowed = doc?.allowed ?? Object.values(error.constraints ?? {}).join(', ');
    throw wrongValue(at(path, error.property), error.value, allowed, doc?.choices);
  }
  const problem = (instance as Partial<CrossChecked>).problem?.();
  if (problem) {
    const field = at(path, problem.key);
    throw new TlcError('CONFIG_WRONG_VALUE', `${field}: ${problem.message}`, { details: { field } });
  }
  return instance as T;
}

/** A sentence for each key of a checked config that has no effect, those of nested objects too.
 * @param path as that of checkConfig */
export function keysWithoutEffect(config: object, path = ''): string[] {
  const own = (config as CrossChecked).withoutEffect?.() ?? [];
  const nested = [...keysOf(config.constructor as ConfigClass).values()].flatMap(({ name, nested: isNested }) => {
    const value = (config as Record<string, unknown>)[name];
    return isNested && value ? keysWithoutEffect(value as object, at(path, name)) : [];
  });
  return [...own.map(({ key, message }) => `${at(path, key)} has no effect: ${message}`), ...nested];
}

function checkValue(doc: KeyDoc, value: unknown, path: string): unknown {
  if (value === null) throw wrongValue(path, value, doc.allowed, doc.choices);
  return doc.nested ? checkConfig(doc.nested(value as object), value, path) : value;
}

function at(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

/** The error for a key that is not one of `known`. */
export function unknownKey(name: string, owner: object, known: readonly string[], path = ''): TlcError {
  const field = at(path, name);
  const near = nearest(name, known);
  const hint = near ? ` Did you mean ${near}?` : '';
  const list = known.length > 0 ? `Known keys: ${known.join(', ')}.` : 'There are no keys here.';
  return new TlcError('CONFIG_UNKNOWN_KEY', `${field} is not a known key.${hint} ${list}`, {
    details: { field, value: (owner as Record<string, unknown>)[name], allowed: known, nearest: near },
  });
}

function missingKey(doc: KeyDoc, field: string): TlcError {
  return new TlcError('CONFIG_MISSING_KEY', `${field} is missing: ${doc.allowed} (${doc.description})`, {
    details: { field, allowed: doc.allowed },
  });
}
