import { type ConfigClass, keysOf } from './keys.js';

/** A key as documentation shows it. */
export interface KeyDescription {
  /** With its parents: `architecture.layers`. */
  readonly key: string;
  readonly type: string;
  readonly allowed: string;
  /** The default as JSON, or undefined. */
  readonly default: string | undefined;
  readonly required: boolean;
  readonly description: string;
}

/** All keys of a class, those of nested objects after their parent, for docs and `tlc plugins show`. */
export function describeConfig(target: ConfigClass, path = ''): KeyDescription[] {
  const defaults = new target() as Record<string, unknown>;
  return [...keysOf(target).values()].flatMap((doc) => {
    const key = path ? `${path}.${doc.name}` : doc.name;
    const value = defaults[doc.name];
    const own: KeyDescription = {
      key,
      type: doc.type,
      allowed: doc.allowed,
      default: value === undefined || doc.nested ? undefined : JSON.stringify(value),
      required: value === undefined && !doc.optional,
      description: doc.description,
    };
    return [own, ...(doc.nested ? describeConfig(doc.nested(), key) : [])];
  });
}
