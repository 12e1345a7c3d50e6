import { bannedAfter } from './banned.js';
import { SourceBeams } from './beams.js';
import type { Decoder } from './decoder.js';
import { greedySearch } from './greedy-search.js';
import { checkedOptions, type SearchOptions } from './options.js';
import { beginWith } from './prefix.js';
import type { FoundText } from './text.js';

/**
 * The most probable texts of each source, best first, as far as following `beams` of them at once finds them (Graves 2012,
 * arXiv 1211.3711; lengths as in Wu et al. 2016, arXiv 1609.08144, without their constant of 5). A source leaves the batch
 * when its search is over by `earlyStopping`.
 *
 * @throws TlcError CONFIG_WRONG_VALUE
 */
export function beamSearch<S>(decoder: Decoder<S>, options: SearchOptions): FoundText[][] {
  const checked = checkedOptions(options, decoder);
  const { beams, longest, best, prefix } = checked;
  if (beams === 1) return greedySearch(decoder, options).map((text) => [text]);
  const count = Math.min(2 * beams, decoder.vocabulary);
  const sources = Array.from(longest, (own) => new SourceBeams({ ...checked, longest: own }));
  let open = sources;
  let { state, last } = beginWith(decoder, prefix);
  while (open.length > 0) {
    const banned = open.flatMap((source) =>
      source.beams.map(({ tokens }) => bannedAfter(tokens, decoder.end, checked)),
    );
    const { next, state: after } = decoder.step(state, last, count, banned);
    state = after;
    const rows: number[] = [];
    let row = 0;
    for (const source of open) {
      const before = source.beams.length;
      for (const beam of source.extend(next, row, count, decoder.end)) rows.push(row + beam);
      row += before;
    }
    open = open.filter((source) => source.beams.length > 0);
    if (open.length === 0) break;
    state = decoder.pick(state, Int32Array.from(rows));
    last = Int32Array.from(open.flatMap((source) => source.beams.map(({ tokens }) => tokens.at(-1)!)));
  }
  decoder.free(state);
  return sources.map(({ ended }) => ended.slice(0, best));
}
