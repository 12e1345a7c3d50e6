import type { Candidate } from '#contracts';
import type { Choice } from './candidates/choose.js';
import type { Way } from './ways/way.js';

/** Points of quality below which two candidates are called alike. */
const ALIKE = 0.001;

/** Why a candidate was chosen, a sentence each.
 * @param way of the choice
 * @param seconds that were left for the training */
export function explain(
  { choice, allowed, rivals }: Choice,
  ways: readonly Way[],
  way: Way,
  seconds: number,
): string[] {
  const { layers, bits } = choice;
  const candidates = ways.flatMap((each) => each.candidates);
  const best = bestOf(candidates, () => true) as Candidate;
  const fewer = bestOf(
    way.candidates,
    (other) => other.layers < layers && other.bits > bits && other.bytes <= choice.bytes,
  );
  const rival = bestOf(rivals, (other) => !way.candidates.includes(other));
  return [
    `${allowed.toLocaleString('en')} of ${candidates.length.toLocaleString('en')} models that were compared keep to the budget.`,
    ...(best.bytes > choice.bytes && best.quality.value - choice.quality.value > ALIKE
      ? [`Without it the best expected is ${percent(best.quality.value)} in ${megabytes(best.bytes)}.`]
      : []),
    ...(fewer
      ? [
          `${layers} layers with ${bits} bits are expected to be better by ${points(choice.quality.value - fewer.quality.value)} than ${fewer.layers} layers with ${fewer.bits} bits in as many bytes.`,
        ]
      : []),
    ...(rival
      ? [
          `${rival.scratch ? 'From scratch' : 'Of the pre-trained model'} the best expected within it is ${percent(rival.quality.value)} in ${megabytes(rival.bytes)}.`,
        ]
      : []),
    ...way.says(choice),
    ...(way.hasLearned
      ? []
      : [
          'The short pilot has not learned anything yet, so that what is expected is little more than a guess: give it more time.',
        ]),
    ...(choice.seconds < 0.95 * seconds
      ? [
          `The data is read ${Math.round(choice.rows_seen / way.trainRows)} times in ${Math.round(choice.seconds)} of the ${Math.round(seconds)} seconds; more is not expected to help.`,
        ]
      : []),
  ];
}

function bestOf(candidates: readonly Candidate[], fits: (candidate: Candidate) => boolean): Candidate | undefined {
  return candidates.filter(fits).sort((a, b) => b.quality.value - a.quality.value)[0];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const points = (share: number) => `${(100 * share).toFixed(1)} points`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
