import { TlcError, checkConfig, checkName, keysOf, rangeOf } from '#contracts';
import { COMPRESSION_KINDS, type CompressionKind } from './kind.js';
import type { CompressionMethod } from './method.js';

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';

const isFunction = (value: unknown) => typeof value === 'function';

/** Each part that a plugin must have: its name, the test, and what it must be. */
const PARTS: readonly (readonly [
  part: keyof CompressionMethod | 'apply',
  holds: (value: unknown) => boolean,
  wanted: string,
])[] = [
  ['id', isText, 'a string'],
  ['version', isText, 'a string such as 1.0.0'],
  ['kind', (value) => COMPRESSION_KINDS.includes(value as CompressionKind), `one of ${COMPRESSION_KINDS.join(', ')}`],
  ['description', isText, 'a sentence that says what the method does'],
  ['config', isFunction, 'a class whose keys carry the decorators of #contracts'],
  ['example', (value) => typeof value === 'object' && value !== null, 'the smallest config that shows it works'],
  ['plan', isFunction, 'a function of a shape and a config'],
  ['apply', isFunction, 'a function of a model, a config and a context'],
];

/** `value` as a plugin.
 * @param from the folder or package that exports it
 * @throws TlcError PLUGIN_INVALID naming every part that is missing or wrong */
export function checkPlugin(value: unknown, from: string): CompressionMethod {
  if (typeof value !== 'object' || value === null) {
    throw invalid(from, 'it exports no plugin, neither as default nor as `plugin`');
  }
  const plugin = value as CompressionMethod;
  const parts: Partial<Record<string, unknown>> = { ...plugin };
  const missing = PARTS.filter(([part, holds]) => !holds(parts[part]));
  if (missing.length > 0)
    throw invalid(from, missing.map(([part, , wanted]) => `${part} must be ${wanted}`).join('; '));
  try {
    checkName(plugin.id, 'id');
    checkConfig(plugin.config, plugin.example, 'example');
    checkStrength(plugin);
  } catch (error) {
    throw invalid(from, (error as Error).message, error);
  }
  return plugin;
}

/** That what a method calls its strength is a number within bounds. */
function checkStrength({ config, strength }: CompressionMethod): void {
  if (!strength) return;
  const key = keysOf(config).get(strength.key);
  const { min, max } = key ? rangeOf(key) : {};
  if (min !== undefined && max !== undefined) return;
  throw new Error(
    `strength: ${strength.key} must be a key of config that is a number with a least and a greatest value`,
  );
}

/** The error for what is no plugin. */
export function invalid(from: string, reason: string, cause?: unknown): TlcError {
  return new TlcError('PLUGIN_INVALID', `${from}: ${reason}.`.replace(/\.\.$/, '.'), { cause, details: { from } });
}
