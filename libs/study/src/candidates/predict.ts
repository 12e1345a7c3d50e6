import type { Candidate } from '#contracts';
import type { Shape } from '../documents/sizes.js';
import type { QualityModel } from '../quality/quality-model.js';
import { effectiveRows } from '../quality/observation.js';
import type { PilotResults } from '../pilot-results.js';

/** Tokenizers have longer pieces where they have more: their bytes are predicted with this margin. */
const TOKENIZER_MARGIN = 1.03;

/** What is known of all candidates of a recommendation. */
export interface Prospects {
  readonly pilot: PilotResults;
  readonly quality: QualityModel;
  /** Layers of the start. */
  readonly layers: number;
  /** Seconds that are left for the training. */
  readonly seconds: number;
  /** Passes over the data at most. */
  readonly epochs: number;
}

/** What is expected of a shape.
 * @param weightBytes of its weights, as planned */
export function predictCandidate(shape: Shape, weightBytes: number, prospects: Prospects): Candidate {
  const { pilot, quality, layers, seconds: allowed, epochs } = prospects;
  const share = shape.layers / layers;
  const perRow = between(pilot.secondsPerRow, share);
  const most = epochs * pilot.trainRows;
  const rows = Math.min(allowed / perRow, most);
  const setting = {
    task: pilot.task,
    layers: share,
    rows: effectiveRows(rows, pilot.trainRows),
    bits: shape.bits,
    covered: pilot.covered(shape.vocabulary),
  };
  return {
    ...shape,
    bytes: Math.ceil(weightBytes + pilot.configBytes + TOKENIZER_MARGIN * pilot.bytesPerPiece * shape.vocabulary),
    latency_ms: between(pilot.latency, share),
    seconds: Math.min(allowed, rows * perRow),
    rows_seen: Math.round(rows),
    quality: within(quality.predict(setting, pilot.devRows), pilot.worst),
  };
}

/** A figure that grows linearly with the layers, of which the whole and (where there was one) the half were measured.
 * @param share of the layers that are left */
function between({ whole, half }: PilotResults['latency'], share: number): number {
  if (half === undefined) return whole;
  const [from, value] = [half.share, half.value];
  return Math.max(value * (share / from) * 0.5, value + ((whole - value) * (share - from)) / (1 - from));
}

/** No model is expected to be worse than one that always answers the same. */
export function within(predicted: Candidate['quality'], worst: number): Candidate['quality'] {
  const least = (value: number) => Math.max(value, worst);
  return { value: least(predicted.value), low: least(predicted.low), high: least(predicted.high) };
}
