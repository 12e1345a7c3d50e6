import { checkName, unknownKey, wrongValue } from '#contracts';
import { fillIn, placeholdersIn } from '../planning/placeholders.js';

/** A pipeline's value with each `${set.KEY}` replaced by the value that the pipeline's own `set` gives the key, or by the
 * one given from outside, and without `set`.
 * @param given values that replace those of `set`; they are for keys that it has
 * @throws TlcError CONFIG_UNKNOWN_KEY, CONFIG_WRONG_VALUE, NAME_INVALID, MESSAGE_TOO_LARGE */
export function setValues(pipeline: unknown, given: Readonly<Record<string, unknown>> = {}): unknown {
  if (!isObject(pipeline)) return pipeline;
  const { set = {}, ...others } = pipeline;
  if (!isObject(set)) throw wrongValue('set', set, 'an object of values by key');
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(set, key)) throw unknownKey(key, given, Object.keys(set), 'set');
  }
  const values = new Map(Object.entries({ ...set, ...given }));
  const used = placeholdersIn(others, 'set');
  for (const [key, value] of values) {
    checkName(key, 'set');
    if (value === null) throw wrongValue(`set.${key}`, value, 'a value');
    if (!used.includes(key)) throw wrongValue(`set.${key}`, value, `used: write \${set.${key}} where it belongs`);
  }
  return fillIn(others, values, '', 'set');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
