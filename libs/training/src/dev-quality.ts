import { evaluateModel, maskedLoss, translated, translationLoss } from '#evaluation';
import { type Tensor, tf } from '#engine';
import { watchesTexts } from '#fit';
import { measuredTexts, measuresOf } from '#metrics/translation';
import type { Model } from '#models';
import type { Plan } from './prepare.js';
import type { TrainedWeights } from './trained-weights.js';

/** What a model in training scores on the dev split by what the training watches; null where that is not defined there.
 * @throws TlcError as evaluateModel and translated */
export async function devQuality(plan: Plan, model: Model, trained: TrainedWeights): Promise<number | null> {
  const { request, config, measure = 'loss' } = plan;
  const { signal, dataset } = request;
  if (watchesTexts(config)) return textQuality(measure, plan, model, trained);
  const options = { weights: trained.effective, signal, labels: config.labels };
  if (measure === 'loss') {
    if (dataset.objective === 'translation') return translationLoss(model, dataset, 'dev', options);
    if (plan.masking) return maskedLoss(model, dataset, 'dev', options);
    return (await evaluateModel(model, dataset, 'dev', options)).loss;
  }
  const { measures } = await evaluateModel(model, dataset, 'dev', { ...options, measures: [measure] });
  if (measures[0].value === null) request.onWarning?.(`${measure} on the dev split: ${measures[0].note}`);
  return measures[0].value;
}

/** BLEU or chrF of greedy translations, as sacreBLEU has them. */
async function textQuality(name: string, { request }: Plan, model: Model, trained: TrainedWeights) {
  const { signal, dataset } = request;
  // Translating takes many steps, each with tensors of its own
  const used = new Map<string, Tensor>();
  tf.tidy(() => {
    const weights = trained.effective();
    for (const key of model.parameters.keys()) used.set(key, tf.keep(tf.clone(weights(key))));
  });
  try {
    const { texts } = await translated(model, dataset, 'dev', { beams: 1, signal, weights: (key) => used.get(key)! });
    const [measure] = measuresOf([name], {});
    return measuredTexts(measure, texts, [dataset.splits.dev!.references!]).measured.value;
  } finally {
    tf.dispose([...used.values()]);
  }
}
