import type { TlcError } from '#contracts';
import type { ModelConfig } from '../family.js';
import { bodyOf } from '../model-shape.js';
import { formsOf, isForm } from '../forms/form.js';
import type { SettingsReader } from '../settings/reader.js';
import { layerParts, type LayerParts } from './layer-parts.js';
import type { Structure } from './structure.js';

/** The key of `config.json` that holds the structure. */
const KEY = 'structure';

/** Reads the structure of a model, if its `config.json` tells of one.
 *
 * @param encoder the config without it
 * @throws TlcError MODEL_CONFIG_INVALID for layers, heads or widths that the encoder does not have, for a form that TLC does
 * not have, a linear layer that the encoder does not have, or a rank that is more than the layer's matrix can have */
export function readStructure(reader: SettingsReader, encoder: ModelConfig): Structure | undefined {
  const found = reader.all[KEY];
  if (found === undefined) return undefined;
  const parts = Object.entries(isObject(found) ? found : {});
  const unknown = parts.find(([name]) => !(name in READERS));
  if (parts.length === 0 || unknown) {
    throw reader.invalid(KEY, found, `some of ${Object.keys(READERS).join(', ')}`);
  }
  const all = layerParts(encoder);
  const given = found as Structure;
  // Forms come last: they are of layers as wide as what has been read makes them
  for (const name of Object.keys(READERS) as (keyof Structure)[]) {
    if (!(name in given)) continue;
    const whole = name === 'forms' ? { ...encoder, structure: { ...given, forms: {} } } : encoder;
    READERS[name](given[name], all, whole, (where, value, expected) =>
      reader.invalid(`${KEY}.${name}${where}`, value, expected),
    );
  }
  return given;
}

type Refuse = (where: string, value: unknown, expected: string) => TlcError;

type PartReader = (part: unknown, layers: readonly LayerParts[], encoder: ModelConfig, refuse: Refuse) => void;

const READERS: Readonly<Record<keyof Structure, PartReader>> = {
  layers(part, layers, _encoder, refuse) {
    if (!isIndexList(part, layers.length)) throw refuse('', part, risingBelow(layers.length));
  },
  heads: eachLayer((own, { heads }, where, refuse) => {
    if (!isIndexList(own, heads)) throw refuse(where, own, risingBelow(heads));
  }),
  inner: eachLayer((own, { inner }, where, refuse) => {
    const isWidth = Number.isInteger(own) && Number(own) >= 1 && Number(own) <= inner;
    if (!isWidth) throw refuse(where, own, `a whole number from 1 to ${inner}`);
  }),
  shared(part, layers, _encoder, refuse) {
    const names = layers.map(({ name }) => name);
    if (!isObject(part)) throw refuse('', part, 'names of layers by the names of layers');
    for (const [layer, source] of Object.entries(part)) {
      if (!names.includes(layer)) throw refuse('', layer, 'the name of a layer of the encoder');
      const isEarlier = names.indexOf(String(source)) >= 0 && names.indexOf(String(source)) < names.indexOf(layer);
      if (!isEarlier || String(source) in part)
        throw refuse(`.${layer}`, source, 'an earlier layer that has parameters of its own');
    }
  },
  forms(part, _layers, encoder, refuse) {
    const matrices = new Map(
      bodyOf(encoder)
        .parameters.filter(({ role, place }) => role === 'linear' && place === 'layers')
        .map(({ name, shape }) => [name, shape]),
    );
    if (!isObject(part)) throw refuse('', part, 'forms of linear layers by name');
    for (const [layer, form] of Object.entries(part)) {
      const shape = matrices.get(`${layer}.weight`);
      if (!shape) throw refuse('', layer, 'the name of a linear layer of the encoder');
      if (!isForm(form, shape)) throw refuse(`.${layer}`, form, formsOf(shape));
    }
  },
};

function eachLayer(check: (own: unknown, layer: LayerParts, where: string, refuse: Refuse) => void): PartReader {
  return (part, layers, _encoder, refuse) => {
    const byName = new Map(layers.map((layer) => [layer.name, layer]));
    if (!isObject(part)) throw refuse('', part, 'an object by the names of layers');
    for (const [name, own] of Object.entries(part)) {
      const layer = byName.get(name);
      if (!layer) throw refuse('', name, 'the name of a layer of the encoder');
      check(own, layer, `.${name}`, refuse);
    }
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const risingBelow = (length: number) => `a list of one or more whole numbers below ${length}, rising`;

function isIndexList(list: unknown, length: number): boolean {
  if (!Array.isArray(list) || list.length === 0) return false;
  const indices: readonly unknown[] = list;
  return indices.every(
    (index, i) =>
      Number.isInteger(index) && Number(index) < length && Number(index) > (i === 0 ? -1 : Number(indices[i - 1])),
  );
}
