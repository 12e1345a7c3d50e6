import { type Candidate, type RecommendRequest, TlcError } from '#contracts';

/** Runners-up that are told. */
const RUNNERS_UP = 4;

/** The best of the candidates within the budget, and the best of those that differ from it in layers, bits or what they start from. */
export interface Choice {
  readonly choice: Candidate;
  readonly runnersUp: readonly Candidate[];
  readonly allowed: number;
  /** All that the budget allows. */
  readonly rivals: readonly Candidate[];
}

/** Chooses the best expected quality within the budget; of equals the smaller one.
 * @throws TlcError BUDGET_TOO_SMALL where no candidate is small or fast enough, saying which would be nearest */
export function choose(candidates: readonly Candidate[], budget: Budget): Choice {
  const { maxBytes, maxLatency = Infinity } = budget;
  const small = candidates.filter(({ bytes }) => bytes <= maxBytes);
  const allowed = small.filter(({ latency_ms: latency }) => latency <= maxLatency);
  if (allowed.length === 0) throw tooSmall(candidates, small, budget);
  const ranked = [...allowed].sort((a, b) => b.quality.value - a.quality.value || a.bytes - b.bytes);
  const [choice] = ranked;
  const seen = new Set([kindOf(choice)]);
  const runnersUp = ranked.filter((candidate) => {
    const isOther = !seen.has(kindOf(candidate));
    seen.add(kindOf(candidate));
    return isOther;
  });
  return { choice, runnersUp: runnersUp.slice(0, RUNNERS_UP), allowed: allowed.length, rivals: allowed };
}

/** What a model may take. */
export interface Budget {
  readonly maxBytes: number;
  /** Milliseconds. */
  readonly maxLatency?: number;
}

/** The budget of a request; a tenth of the start's bytes where it names none, and any where nothing is pre-trained. */
export const budgetOf = (
  { max_bytes: most, max_latency_ms: maxLatency }: Pick<RecommendRequest, 'max_bytes' | 'max_latency_ms'>,
  startBytes: number,
): Budget => ({ maxBytes: most ?? Math.floor(startBytes / 10), maxLatency });

const kindOf = ({ layers, bits, scratch }: Candidate) => `${layers} ${bits} ${scratch?.pretrain_share}`;

function tooSmall(candidates: readonly Candidate[], small: readonly Candidate[], budget: Budget): TlcError {
  const { maxBytes, maxLatency = Infinity } = budget;
  const least = (of: readonly Candidate[], figure: (candidate: Candidate) => number) => Math.min(...of.map(figure));
  const isSlow = small.length > 0;
  const message = isSlow
    ? `no model${maxBytes === Infinity ? '' : ` of at most ${maxBytes.toLocaleString('en')} bytes`} answers within ${maxLatency} ms; the fastest is expected to take ${least(small, ({ latency_ms: ms }) => ms).toPrecision(2)} ms`
    : `no model has at most ${maxBytes.toLocaleString('en')} bytes; the smallest has some ${Math.ceil(least(candidates, ({ bytes }) => bytes)).toLocaleString('en')}`;
  return new TlcError('BUDGET_TOO_SMALL', message, {
    details: { max_bytes: maxBytes, max_latency_ms: budget.maxLatency },
  });
}
