import { wrongValue } from '#contracts/light';

/** `value`, if it is one of the names.
 * @throws TlcError CONFIG_WRONG_VALUE with all of them and the nearest */
export function choice<T extends string>(key: string, value: string, choices: Readonly<Record<T, unknown>>): T {
  if (Object.hasOwn(choices, value)) return value as T;
  const names = Object.keys(choices);
  throw wrongValue(key, value, `one of ${names.join(', ')}`, names);
}
