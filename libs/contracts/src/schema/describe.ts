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

/** JSON Schema (2020-12) of a class. */
export function jsonSchema(target: ConfigClass): Record<string, unknown> {
  const defaults = new target() as Record<string, unknown>;
  const docs = [...keysOf(target).values()];
  return {
    type: 'object',
    additionalProperties: false,
    required: docs.filter((doc) => !doc.optional && defaults[doc.name] === undefined).map((doc) => doc.name),
    properties: Object.fromEntries(
      docs.map((doc) => [
        doc.name,
        doc.nested
          ? { description: doc.description, ...jsonSchema(doc.nested()) }
          : {
              ...jsonType(doc.type, doc.choices),
              description: `${doc.description} (${doc.allowed})`,
              ...(defaults[doc.name] === undefined ? {} : { default: defaults[doc.name] }),
            },
      ]),
    ),
  };
}

function jsonType(type: string, choices?: readonly string[]): Record<string, unknown> {
  const item = choices ? { type: 'string', enum: choices } : undefined;
  if (type === 'list of strings') return { type: 'array', items: item ?? { type: 'string' } };
  if (type === 'list of integers') return { type: 'array', items: { type: 'integer' } };
  if (type === 'true or false') return { type: 'boolean' };
  return item ?? { type };
}
