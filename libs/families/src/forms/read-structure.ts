import type { SettingsReader } from '../settings/reader.js';
import type { ParameterShape } from '../shape.js';
import type { Form, Structure } from '../structure.js';

/** The key of `config.json` that holds the structure. */
const KEY = 'structure';

/** Reads the structure of a model, if its `config.json` tells of one.
 *
 * @param encoder the parameters of the encoder without it
 * @throws TlcError MODEL_CONFIG_INVALID for a form that TLC does not have, a layer that the encoder does not have, or a rank
 * that is more than the layer's matrix can have */
export function readStructure(reader: SettingsReader, encoder: readonly ParameterShape[]): Structure | undefined {
  const found = reader.all[KEY];
  if (found === undefined) return undefined;
  const forms = (found as Partial<Structure> | null)?.forms;
  if (typeof forms !== 'object' || forms === null) throw reader.invalid(KEY, found, 'forms of linear layers by name');
  const matrices = new Map(
    encoder
      .filter(({ role, place }) => role === 'linear' && place === 'layers')
      .map(({ name, shape }) => [name, shape]),
  );
  for (const [layer, form] of Object.entries(forms)) {
    const shape = matrices.get(`${layer}.weight`);
    if (!shape) throw reader.invalid(`${KEY}.forms`, layer, 'the name of a linear layer of the encoder');
    if (!isForm(form, shape)) {
      const expected = `{ kind: low-rank, rank: 1 to ${Math.min(...shape)} }`;
      throw reader.invalid(`${KEY}.forms.${layer}`, form, expected);
    }
  }
  return { forms };
}

function isForm(form: unknown, shape: readonly number[]): form is Form {
  const { kind, rank } = (form ?? {}) as { kind?: unknown; rank?: unknown };
  return kind === 'low-rank' && Number.isInteger(rank) && Number(rank) >= 1 && Number(rank) <= Math.min(...shape);
}
