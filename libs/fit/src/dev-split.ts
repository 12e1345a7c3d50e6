import type { TrainingConfig } from '#contracts';
import type { Dataset, SplitName } from '#text';
import type { HeadFacts } from './facts.js';

type DevConfig = Pick<TrainingConfig, 'keep' | 'stop' | 'average_checkpoints' | 'watch'>;

/** Copies of the weights that a training keeps of evaluations on the dev split. */
export function keptCopies({
  keep,
  average_checkpoints: averaged = 1,
}: Pick<TrainingConfig, 'keep' | 'average_checkpoints'>): number {
  return keep === 'best' || averaged > 1 ? averaged : 0;
}

/** Whether something of a training is decided by the dev split: it cannot be without one. */
export function needsDev(config: DevConfig): boolean {
  return keptCopies(config) > 0 || config.stop.patience !== undefined || config.watch !== undefined;
}

/** Whether a training looks at the dev split while it runs: where it decides something, and where it has labels of what is
 * trained. Pre-training, which has no use for labels, does not look at those of a task.
 * @param head that is trained */
export function watchesDev(config: DevConfig, head: HeadFacts, hasAnswers: boolean): boolean {
  return needsDev(config) || (head.kind !== 'masked-lm' && head.kind !== 'replaced-tokens' && hasAnswers);
}

/** Whether a split says what a model of its task should answer: labels, or the targets of a translation. */
export function hasAnswers({ objective, splits }: Pick<Dataset, 'objective' | 'splits'>, split: SplitName): boolean {
  const own = splits[split];
  return own?.labels !== undefined || (own !== undefined && objective === 'translation');
}
