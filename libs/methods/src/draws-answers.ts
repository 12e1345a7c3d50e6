import { TlcError } from '#contracts';
import type { Head } from '#families';

/** Heads whose answers are classes, each drawn from the softmax of a row of logits. */
const CLASSES: readonly Head['kind'][] = ['classification', 'tokens', 'masked-lm', 'seq2seq-lm'];

/** @throws TlcError PLUGIN_REFUSED for a head that draws no answers */
export function checkDrawsAnswers({ kind }: Head): void {
  if (CLASSES.includes(kind)) return;
  const message = `labels: model draws classes from what a model predicts, and a head of the kind ${kind} predicts none. Set labels: data.`;
  throw new TlcError('PLUGIN_REFUSED', message, { details: { head: kind } });
}
