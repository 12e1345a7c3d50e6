import { TlcError, type TrainingConfig } from '#contracts';
import type { DataFacts } from './facts.js';
import { objectiveNamed } from './objectives/registry.js';

type Watching = Pick<TrainingConfig, 'watch'>;

/** Whether the dev split is watched by what is measured of texts that the model writes, for which its targets are needed as
 * they are written. */
export const watchesTexts = ({ watch }: Watching): boolean => watch === 'bleu' || watch === 'chrf';

/** What the dev split is measured by while a model is trained; undefined where nothing is.
 * @param objective name of what is minimised
 * @throws TlcError CONFIG_WRONG_VALUE for a measure of texts where the data set has none to be written */
export function watchedMeasure(
  config: Watching,
  objective: string,
  dataset: Pick<DataFacts, 'objective' | 'task'>,
): string | undefined {
  const { watch } = config;
  if (watch === undefined) return objectiveNamed(objective).measure?.(dataset);
  if (!watchesTexts(config) || dataset.objective === 'translation') return watch;
  const message = `watch is ${watch}, which measures translations; the data set is for ${dataset.objective}`;
  throw new TlcError('CONFIG_WRONG_VALUE', message, { details: { key: 'watch', value: watch } });
}
