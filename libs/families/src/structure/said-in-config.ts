import { TlcError } from '#contracts';
import { count } from '../counting/count.js';
import type { ModelConfig } from '../family.js';
import { bodyOf } from '../model-shape.js';
import { familyOf } from '../registry.js';
import { settingsReader } from '../settings/reader.js';
import { layerParts } from './layer-parts.js';
import type { Structure } from './structure.js';

/** A config whose family says of a structure what it can: one width for all layers; fewer layers, where those that are left
 * are the layers of such an encoder, which have other names then.
 * @param whole the structure, each of its parts there; `inner` names every layer
 * @returns beside the config the names of layers before by those after */
export function saidInConfig(
  { structure: _, ...own }: ModelConfig,
  { layers, heads, inner, forms, shared }: Required<Structure>,
): { config: ModelConfig; layers: ReadonlyMap<string, string> } {
  const family = familyOf(own);
  const widths = new Set(Object.values(inner));
  const [width] = widths;
  const narrowed = widths.size === 1 ? family.resized(own, { inner: width }) : own;
  // One width may be that of a decoder, too, which stays as it is
  const even = sameBesideLayers(own, narrowed) ? narrowed : own;
  const { inner: usual } = family.dimensions(even);
  const shorter = family.resized(even, { layers: layers.length });
  const renamed = isReadable(shorter) ? sameLayers(even, layers, shorter) : undefined;
  const names = renamed ?? new Map(layerParts(even).map(({ name }) => [name, name]));
  const after = new Map([...names].map(([name, before]) => [before, name]));

  const structure = {
    layers: renamed ? [] : layers,
    heads: renamedLayers(heads, after),
    inner: renamedLayers(Object.fromEntries(Object.entries(inner).filter(([, own]) => own !== usual)), after),
    forms: renamedLayers(forms, after),
    shared,
  };
  const said = Object.entries(structure).filter(([, part]) => Object.keys(part).length > 0);
  const config = renamed ? shorter : even;
  return { config: said.length > 0 ? { ...config, structure: Object.fromEntries(said) } : config, layers: names };
}

/** Names of the layers that are left by those of the shorter encoder's, where it computes the same: layer by layer the same
 * parameters and the same attention, and shared where they were shared. */
function sameLayers(
  config: ModelConfig,
  left: readonly number[],
  shorter: ModelConfig,
): ReadonlyMap<string, string> | undefined {
  const [before, after] = [config, shorter].map(layersOf);
  if (after.length !== left.length) return undefined;
  const names = new Map<string, string>();
  for (const [index, own] of after.entries()) {
    const old = before[left[index]];
    const isSame = old.computes === own.computes && (names.get(own.name) ?? old.name) === old.name;
    if (!isSame) return undefined;
    names.set(own.name, old.name);
  }
  return new Set(names.values()).size === names.size ? names : undefined;
}

function layersOf(config: ModelConfig): { name: string; computes: string }[] {
  const { layers } = count(config, { kind: 'none' });
  return layerParts(config).map(({ name, attends }, index) => {
    const parameters = layers[index].parameters.map((parameter) => parameter.replace(`${name}.`, ''));
    return { name, computes: JSON.stringify([parameters, attends]) };
  });
}

/** Whether two configs of as many layers have the same parameters but for those of the encoder's layers. */
function sameBesideLayers(one: ModelConfig, other: ModelConfig): boolean {
  const names = new Set(layerParts(one).map(({ name }) => name));
  const isOfLayer = (parameter: string) => [...names].some((name) => parameter.startsWith(`${name}.`));
  const others = (config: ModelConfig) =>
    bodyOf(config)
      .parameters.filter(({ name }) => !isOfLayer(name))
      .map(({ name, shape }) => [name, shape]);
  return JSON.stringify(others(one)) === JSON.stringify(others(other));
}

/** Whether a family reads such a config. */
function isReadable(config: ModelConfig): boolean {
  const { files } = familyOf(config);
  try {
    files.readConfig(settingsReader({ ...config, ...files.settings?.(config) }, 'the config'));
    return true;
  } catch (error) {
    if (error instanceof TlcError) return false;
    throw error;
  }
}

/** What is kept by the name of a layer, or of a part of one, by its name after. */
function renamedLayers<T>(own: Readonly<Record<string, T>>, after: ReadonlyMap<string, string>): Record<string, T> {
  const nameOf = (name: string) => {
    for (const [before, now] of after) {
      if (name === before || name.startsWith(`${before}.`)) return now + name.slice(before.length);
    }
    return name;
  };
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [nameOf(name), value]));
}
