import { TlcError } from '#contracts';
import type { DataFacts, HeadFacts } from './facts.js';
import { headNamed, type HeadMatch, type LabelMapping, matchHead } from './match-head.js';

/** Checks that a head answers what a data set asks: masked tokens of text, classes, scores, or vectors whose cosine is a
 * score.
 * @returns how its classes are matched with those of the data set
 * @throws TlcError MODEL_WRONG_HEAD; LABELS_UNMATCHED */
export function fittingHead(
  head: HeadFacts,
  { objective, task, labels }: Pick<DataFacts, 'objective' | 'task' | 'labels'>,
  mapping?: LabelMapping,
): Extract<HeadMatch, { keep: true }> {
  const refused = (reason: string, fix: string) => {
    const message = `${reason}, but the data set is ${task ?? (objective === 'language-modelling' ? 'text' : `for ${objective}`)}. ${fix}`;
    return new TlcError('MODEL_WRONG_HEAD', message, { details: { head: head.kind, objective } });
  };
  if (objective === 'language-modelling') {
    if (head.kind === 'masked-lm') return { keep: true };
    throw refused(
      `the model has a head for ${head.kind}`,
      'Give the data set of a task, or a model with a masked-LM head.',
    );
  }
  if (objective === 'similarity') {
    if (head.kind === 'embeddings') return { keep: true };
    throw refused(
      `the model has ${headNamed(head)}`,
      'Import it with `pooling` for an embeddings head, or encode the pairs without `pairs: apart`.',
    );
  }
  if (objective === 'translation') {
    if (head.kind === 'seq2seq-lm') return { keep: true };
    throw refused(`the model has ${headNamed(head)}`, 'Train an encoder-decoder on it first.');
  }
  if (head.kind === 'embeddings') {
    const apart = 'Encode pairs with scores with `pairs: apart`, or fine-tune the model on the task first.';
    throw refused(`the model has ${headNamed(head)}`, apart);
  }
  const match = matchHead(head, objective === 'classification' ? (labels ?? []) : undefined, mapping);
  if (match.keep) return match;
  throw refused(match.reason, 'Fine-tune the model on the task first.');
}
