import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest, quoted, TlcError } from '#contracts';
import type { Family, ModelConfig } from './family.js';

/** A folder is a family; nobody keeps a list. */
const FOLDER = new URL('./families/', import.meta.url);
const INDEX = `index${extname(fileURLToPath(import.meta.url))}`;

async function discover(): Promise<readonly Family[]> {
  const folders = readdirSync(FOLDER, { withFileTypes: true, recursive: false })
    .filter((entry) => entry.isDirectory() && readdirSync(new URL(`${entry.name}/`, FOLDER)).includes(INDEX))
    .map(({ name }) => name)
    .sort();
  const families: Family[] = [];
  for (const name of folders) {
    const module = (await import(new URL(`${name}/${INDEX}`, FOLDER).href)) as { default: Family };
    families.push(module.default);
  }
  return families;
}

/** All families, in the order of their ids. */
export const FAMILIES: readonly Family[] = await discover();

const byModelType = new Map(
  FAMILIES.flatMap((family) => Object.keys(family.files.classes).map((type) => [type, family])),
);

/** The family of a model.
 * @param source names its file in errors
 * @throws TlcError MODEL_UNSUPPORTED with those that are known */
export function familyOf({ model_type: type }: ModelConfig, source = 'the model'): Family {
  const family = byModelType.get(type);
  if (family) return family;
  const known = [...byModelType.keys()].sort();
  const near = nearest(type, known);
  const hint = near ? ` Did you mean ${near}?` : '';
  const message = `${source}: model_type is ${quoted(type)}.${hint} TLC has ${known.join(', ')}.`;
  throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: 'model_type', value: type, known } });
}

/** Whether Transformers has a class for a model, as far as its architecture goes: not where its type is TLC's own. */
export const hasTransformersClass = (config: ModelConfig): boolean =>
  !familyOf(config).files.own?.includes(config.model_type);

/** The family that a pipeline calls so, or the default one. */
export function familyNamed(id: unknown): Family | undefined {
  return FAMILIES.find((family) => (id === undefined ? family.isDefault && !family.decode : family.id === id));
}

/** The family whose encoder is a table of token vectors. */
export const staticFamily = (): Family => FAMILIES.find(({ isStatic }) => isStatic)!;

/** The family with a decoder that examples name. */
export const usualTranslator = (): Family => FAMILIES.find(({ decode, isDefault }) => decode && isDefault)!;
