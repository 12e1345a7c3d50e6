import { splitWords, trimEnd } from '../translation/whitespace.js';
import type { TerSettings } from './options.js';

const ASIAN_MARK = /[\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb]/g;
const FULL_WIDTH_MARK = /[\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09]/g;
/** Ideographs, strokes and radicals, compatibility forms, and sacreBLEU's range of enclosed letters, whose end U+3F22 it
 * mistook for U+32FF. */
const IDEOGRAPHS = [
  /[\u4e00-\u9fff\u3400-\u4dbf]/g,
  /[\u31c0-\u31ef\u2e80-\u2eff]/g,
  /[\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f]/g,
  /[\u3200-\u3f22]/g,
];

function normalizeWestern(segment: string): string {
  const joined = segment
    .replaceAll('\n-', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  return ` ${joined} `
    .replace(/[{-~[-` -&(-+:-@/]/g, ' $& ')
    .replaceAll("'s ", " 's ")
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ');
}

/** Tercom's rule for kana never applies to a segment that begins with a space, as it does here. */
const normalizeAsian = (segment: string) =>
  [...IDEOGRAPHS, ASIAN_MARK, FULL_WIDTH_MARK].reduce((text, kind) => text.replace(kind, ' $& '), segment);

/** The words of a segment, as sacreBLEU's version of Tercom's normalizer gives them. */
export function terWords(segment: string, settings: TerSettings): string[] {
  let text = trimEnd(segment);
  if (!settings.case_sensitive) text = text.toLowerCase();
  if (settings.normalized) {
    text = normalizeWestern(text);
    if (settings.asian_support) text = normalizeAsian(text);
  }
  if (settings.no_punct) {
    text = text.replace(/[.,?:;!"()]/g, '');
    if (settings.asian_support) text = text.replace(ASIAN_MARK, '').replace(FULL_WIDTH_MARK, '');
  }
  return splitWords(text);
}
