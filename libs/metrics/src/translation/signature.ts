import { METRICS_VERSION } from '../version.js';
import type { SignatureFields } from './measure.js';

/** The release of sacreBLEU whose numbers and signatures these are. */
export const SACREBLEU_VERSION = '2.6.0';

/** The trials of a test of significance, and its seed. */
export interface Trials {
  readonly bs?: number;
  readonly ar?: number;
  readonly seed?: number;
}

/** sacreBLEU's signature, character by character, long (`nrefs:1|case:mixed|…`) or short (`#:1|c:mixed|…`).
 * @param references their number a segment, or `var` where it differs */
export function signatureOf(
  fields: SignatureFields,
  references: number | 'var',
  { bs, ar, seed }: Trials = {},
  short = false,
): string {
  const all: SignatureFields = [
    ['nrefs', '#', references],
    ['bs', 'bs', bs],
    ['ar', 'ar', ar],
    ['seed', 'rs', seed],
    ...fields,
    ['version', 'v', SACREBLEU_VERSION],
  ];
  return all
    .filter(([, , value]) => value !== undefined)
    .map(([long, brief, value]) => `${short ? brief : long}:${value}`)
    .join('|');
}

/** What made a number and is not in sacreBLEU's signature: this library's version, and that of Unicode, which decides
 * what lower case and, for intl, punctuation are. */
export function implementationOf(more: SignatureFields = []): string {
  const fields = [['version', '', METRICS_VERSION], ...more, ['unicode', '', process.versions.unicode]];
  return fields.map(([name, , value]) => `${name}:${value}`).join('|');
}
