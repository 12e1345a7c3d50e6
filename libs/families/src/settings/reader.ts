import { quoted, TlcError } from '#contracts';
import { ACTIVATION_NAMES } from '../activation.js';

export type Settings = Readonly<Record<string, unknown>>;

/** Reads settings of a `config.json`, each with the value that Transformers gives it where the file leaves it out. */
export interface SettingsReader {
  readonly all: Settings;
  /** A whole number. @throws TlcError MODEL_CONFIG_INVALID */
  whole(key: string, fallback: number, least: number, most: number): number;
  /** A number. @throws TlcError MODEL_CONFIG_INVALID */
  number(key: string, fallback: number, least: number, most: number): number;
  /** A number, or undefined where the file leaves it out. @throws TlcError MODEL_CONFIG_INVALID */
  optionalNumber(key: string, least: number, most: number): number | undefined;
  /** @throws TlcError MODEL_CONFIG_INVALID */
  flag(key: string, fallback: boolean): boolean;
  /** One of the values that TLC has. @throws TlcError MODEL_UNSUPPORTED */
  choice<T extends string>(key: string, fallback: T, choices: readonly T[]): T;
  /** The name of an activation. @throws TlcError MODEL_UNSUPPORTED */
  activation(key: string, fallback: string): string;
  /** Refuses a setting of another value than TLC has. @throws TlcError MODEL_UNSUPPORTED */
  fixed(values: Settings): void;
  /** The error for a value that cannot be. */
  invalid(key: string, value: unknown, expected: string): TlcError;
  /** The error for a value that Transformers has and TLC has not. */
  unsupported(key: string, value: unknown, expected: string): TlcError;
  /** Refuses a width that heads cannot be cut from. @throws TlcError MODEL_CONFIG_INVALID */
  multiple(widthKey: string, width: number, headsKey: string, heads: number): void;
}

/** Largest sizes that are read: past them a product of two overflows what a tensor's size may be. */
export const MOST = { vocabulary: 2 ** 31 - 1, hidden: 2 ** 20, layers: 1000, inner: 2 ** 24, positions: 2 ** 24 };

/** Largest rate of dropout. */
export const MOST_DROPOUT = 0.999;

/** @param source names the file in errors */
export function settingsReader(settings: Settings, source: string): SettingsReader {
  const invalid = (key: string, value: unknown, expected: string) => {
    const message = `${source}: ${key} is ${quoted(value)}, expected ${expected}.`;
    return new TlcError('MODEL_CONFIG_INVALID', message, { details: { setting: key, value } });
  };
  const unsupported = (key: string, value: unknown, expected: string) => {
    const message = `${source}: ${key} is ${quoted(value)}; TLC has ${expected}.`;
    return new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: key, value } });
  };
  const numeric = (key: string, fallback: number, least: number, most: number, whole: boolean): number => {
    const value = settings[key] ?? fallback;
    if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))) {
      return value;
    }
    throw invalid(key, value, `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
  };
  const choice = <T extends string>(key: string, fallback: T, choices: readonly T[]): T => {
    const value = settings[key] ?? fallback;
    if (choices.includes(value as T)) return value as T;
    throw unsupported(key, value, choices.map((known) => JSON.stringify(known)).join(', '));
  };
  return {
    all: settings,
    whole: (key, fallback, least, most) => numeric(key, fallback, least, most, true),
    number: (key, fallback, least, most) => numeric(key, fallback, least, most, false),
    optionalNumber: (key, least, most) =>
      (settings[key] ?? null) === null ? undefined : numeric(key, least, least, most, false),
    flag: (key, fallback) => {
      const value = settings[key] ?? fallback;
      if (typeof value === 'boolean') return value;
      throw invalid(key, value, 'true or false');
    },
    choice,
    activation: (key, fallback) => choice(key, fallback, ACTIVATION_NAMES),
    fixed: (values) => {
      for (const [key, value] of Object.entries(values)) {
        const given = settings[key] ?? value;
        if (JSON.stringify(given) !== JSON.stringify(value)) throw unsupported(key, given, JSON.stringify(value));
      }
    },
    invalid,
    unsupported,
    multiple: (widthKey, width, headsKey, heads) => {
      if (width % heads === 0) return;
      const message = `${source}: ${widthKey} ${width} is not a multiple of ${headsKey} ${heads}.`;
      throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { setting: headsKey, value: heads } });
    },
  };
}
