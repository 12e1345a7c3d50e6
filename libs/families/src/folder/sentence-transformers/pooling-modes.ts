import { quoted, TlcError } from '#contracts';
import type { Pooling } from '../../operations.js';
import type { Settings } from '../../settings/reader.js';

/** What sentence-transformers calls each pooling: in files of its version 6 on, and the flag of older ones, in the order in
 * which the vectors of several stand beside one another there. */
const MODES: readonly { readonly pooling: Pooling; readonly mode: string; readonly flag: string }[] = [
  { pooling: 'first', mode: 'cls', flag: 'pooling_mode_cls_token' },
  { pooling: 'largest', mode: 'max', flag: 'pooling_mode_max_tokens' },
  { pooling: 'mean', mode: 'mean', flag: 'pooling_mode_mean_tokens' },
  { pooling: 'mean-root', mode: 'mean_sqrt_len_tokens', flag: 'pooling_mode_mean_sqrt_len_tokens' },
  { pooling: 'weighted-mean', mode: 'weightedmean', flag: 'pooling_mode_weightedmean_tokens' },
  { pooling: 'last', mode: 'lasttoken', flag: 'pooling_mode_lasttoken' },
];

/** The pooling that the config of the module says; the mean where it says none, as sentence-transformers has it.
 * @throws TlcError MODEL_UNSUPPORTED for a mode that is not known */
export function readPooling(settings: Settings, path: string): readonly Pooling[] {
  const { pooling_mode: given } = settings;
  if (given === undefined || given === null) {
    const flagged = MODES.filter(({ flag }) => settings[flag] === true).map(({ pooling }) => pooling);
    return flagged.length > 0 ? flagged : ['mean'];
  }
  const named: readonly unknown[] = Array.isArray(given) && given.length > 0 ? given : [given];
  return named.map((mode) => {
    const known = MODES.find((one) => one.mode === mode);
    if (known) return known.pooling;
    const modes = MODES.map((one) => one.mode).join(', ');
    const message = `${path}: pooling_mode is ${quoted(mode)}; TLC has ${modes}.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: 'pooling_mode', value: mode } });
  });
}

/** The config of the module: flags, which every version reads, or the modes where their order is another than that of the
 * flags.
 * @param width of the hidden states */
export function poolingSettings(pooling: readonly Pooling[], width: number): Settings {
  const inOrder = MODES.filter((one) => pooling.includes(one.pooling)).map((one) => one.pooling);
  if (inOrder.join() === pooling.join()) {
    const flags = MODES.map((one) => [one.flag, pooling.includes(one.pooling)] as const);
    return { word_embedding_dimension: width, ...Object.fromEntries(flags), include_prompt: true };
  }
  const modes = pooling.map((own) => MODES.find((one) => one.pooling === own)!.mode);
  return { embedding_dimension: width, pooling_mode: modes, include_prompt: true };
}
