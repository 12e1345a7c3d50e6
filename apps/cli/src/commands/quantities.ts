import { InvalidArgumentError } from 'commander';

const SECONDS = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };
/** Decimal, as sizes are printed; KiB and its kin are binary. */
const BYTES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
const MILLISECONDS = { ms: 1, s: 1000 };

/** `90s`, `20m`, `1.5h` in seconds; a number alone is seconds. */
export const durationOption = (text: string): number =>
  scaled(text, SECONDS, 's', 'a duration such as 90s, 20m or 1.5h');

/** `4MB`, `500kB`, `3MiB` in bytes; a number alone is bytes. */
export const sizeOption = (text: string): number =>
  Math.floor(scaled(text, BYTES, 'B', 'a size such as 500kB, 4MB or 3MiB'));

/** `5ms` or `0.5s` in milliseconds; a number alone is milliseconds. */
export const latencyOption = (text: string): number => scaled(text, MILLISECONDS, 'ms', 'a time such as 5ms');

function scaled(text: string, units: Readonly<Record<string, number>>, usual: string, what: string): number {
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const known = Object.keys(units).find((name) => name.toLowerCase() === (unit || usual).toLowerCase());
  const value = Number(digits) * (known === undefined ? NaN : units[known]);
  if (value > 0) return value;
  throw new InvalidArgumentError(`It must be ${what}.`);
}
