import { toFixedHalfEven } from '../decimals.js';
import { METRICS_VERSION } from '../version.js';
import type { BleuSettings } from './options.js';

/** The release of sacreBLEU whose numbers and signatures these are. */
export const SACREBLEU_VERSION = '2.6.0';

/** sacreBLEU's signature of the settings, character by character, long (`nrefs:1|case:mixed|…`) or short
 * (`#:1|c:mixed|…`). `references` is the number of references a segment, or `var` where it differs. */
export function bleuSignature(settings: BleuSettings, references: number | 'var', short = false): string {
  const { smooth, smooth_value } = settings;
  const fields = [
    ['nrefs', '#', references],
    ['case', 'c', settings.lowercase ? 'lc' : 'mixed'],
    ['eff', 'e', settings.effective_order ? 'yes' : 'no'],
    ['tok', 'tok', settings.tokenize],
    ['smooth', 's', smooth_value === undefined ? smooth : `${smooth}[${toFixedHalfEven(smooth_value, 2)}]`],
    ['version', 'v', SACREBLEU_VERSION],
  ];
  return fields.map(([long, brief, value]) => `${short ? brief : long}:${value}`).join('|');
}

/** What made the number and is not in sacreBLEU's signature: this library's version, the longest n-gram, and the
 * version of Unicode, which decides what lower case and, for intl, punctuation are. */
export function bleuImplementation(settings: BleuSettings): string {
  return `version:${METRICS_VERSION}|order:${settings.max_order}|unicode:${process.versions.unicode}`;
}
