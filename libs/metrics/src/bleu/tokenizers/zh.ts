import { trim } from '../../translation/whitespace.js';
import { tokenizeWestern } from './western.js';

/** Characters that stand alone in Chinese text: sacreBLEU's blocks of Unicode. Two of its ranges are meant for planes
 * beyond the first, but compare as the pairs U+2001 to U+2A6D and U+2F81 to U+2FA1, and so they count here. */
const CHINESE =
  /[\u2001-\u2a6d\u2e80-\u2eff\u2f00-\u2fdf\u2ff0-\u303f\u3100-\u312f\u31a0-\u31bf\u31c0-\u31ef\u3200-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef]/g;

/** sacreBLEU's tokenizer of Chinese: each Chinese character is a token, what is between them is read as 13a does. */
export function tokenizeZh(segment: string): string[] {
  return tokenizeWestern(trim(segment).replace(CHINESE, ' $& '));
}
