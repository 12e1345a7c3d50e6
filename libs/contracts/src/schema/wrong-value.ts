import { TlcError } from '../errors/tlc-error.js';
import { nearest } from './nearest.js';

/** `value` as JSON; numbers that JSON lacks are as YAML writes them. */
export function written(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => nameOf(inner)) ?? String(value);
  return text.replaceAll(/"(-?\.inf|\.nan)"/g, '$1');
}

/** `value` as JSON for a message, cut at 80 characters. */
export function shown(value: unknown): string {
  const text = written(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** `.nan`, `.inf` and `-.inf`: JSON would make null of them. */
function nameOf(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}

/** The error for a value that is not what `allowed` says. */
export function wrongValue(field: string, value: unknown, allowed: string, choices?: readonly string[]): TlcError {
  const near = typeof value === 'string' && choices ? nearest(value, choices) : undefined;
  const hint = near ? ` Did you mean ${near}?` : '';
  return new TlcError('CONFIG_WRONG_VALUE', `${field}: ${shown(value)} is not ${allowed}.${hint}`, {
    details: { field, value: nameOf(value), allowed, nearest: near },
  });
}
