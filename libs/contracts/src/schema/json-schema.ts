import { type ConfigClass, type JsonSchema, keysOf } from './keys.js';

/** JSON Schema (2020-12) of a class's plain objects, as checkConfig takes them: keys with a default may be left out, and
 * there are no others. What a class checks between its keys is not in it. */
export function jsonSchemaOf(target: ConfigClass): JsonSchema {
  const defaults = new target() as Record<string, unknown>;
  const keys = [...keysOf(target).values()];
  const properties = keys.map(({ name, description, schema, nested }) => {
    const value = defaults[name];
    const own = nested ? jsonSchemaOf(nested()) : schema;
    const known = value === undefined || nested ? {} : { default: value };
    return [name, { ...own, description, ...known }];
  });
  const required = keys.flatMap(({ name, optional }) => (defaults[name] === undefined && !optional ? [name] : []));
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}
