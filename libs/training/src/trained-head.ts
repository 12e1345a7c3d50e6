import { TlcError } from '#contracts';
import { matchHead, objectiveNamed } from '#fit';
import type { Head } from '#models';
import type { TrainingRequest } from './training.js';

/** The head that is trained, and which of its classes each class of the data set is. */
export interface TrainedHead {
  readonly head: Head;
  readonly permutation?: readonly number[];
}

/** Heads with which nothing is lost that a task needs: those of pre-training, and embeddings, where nothing was learned. */
const FREELY_REPLACED: ReadonlySet<string> = new Set(['masked-lm', 'replaced-tokens', 'embeddings']);

/** The model's own head where it answers what is trained, else the one that the objective needs. A head that is lost by
 * this is warned of, unless it was asked for or nothing is lost with it; compression loses none.
 * @throws TlcError LABELS_UNMATCHED; MODEL_WRONG_HEAD where a compression method would replace a head */
export function trainedHead(request: TrainingRequest): TrainedHead {
  const { model, dataset, objective, config, phase, onWarning } = request;
  const own = model.head;
  const { head: neededBy, masked } = objectiveNamed(objective);
  const needed: Head = neededBy(dataset);
  if (config.head === 'new' || own.kind === 'none') return { head: needed };
  const areClasses = masked === undefined && ('labels' in needed || needed.kind === 'regression');
  const kept = areClasses ? matchHead(own, dataset.labels, config.labels) : own.kind === needed.kind;
  if (kept === true) return { head: own };
  if (kept && kept.keep) {
    if (kept.warning) onWarning?.(kept.warning);
    return { head: own, ...(kept.permutation && { permutation: kept.permutation }) };
  }
  const reason = kept ? kept.reason : `the model has a head for ${own.kind}`;
  if (phase === 'compress') {
    const message = `${reason}, and compression keeps the head. Give a data set that the model answers, or fine-tune the model first.`;
    throw new TlcError('MODEL_WRONG_HEAD', message, { details: { head: own.kind, needed: needed.kind } });
  }
  if (!FREELY_REPLACED.has(own.kind))
    onWarning?.(`${reason}: a new head for ${needed.kind} takes the place of the model’s`);
  return { head: needed };
}
