import type { TlcError } from '#contracts';
import { type DataFacts, type Forecast, inKey, type StepToPlan } from '#jobs';
import type { DatasetEncodeConfig } from './config.js';
import { taskOf } from './task.js';

/** The vocabulary is that of the tokenizer; the labels are the task's, where it names them.
 * @throws TlcError DATA_UNKNOWN_TASK, CONFIG_WRONG_VALUE */
export async function plan(step: StepToPlan<DatasetEncodeConfig>): Promise<Forecast> {
  const { vocabulary } = await step.known('tokenizer');
  return { facts: { vocabulary, data: { longest: step.config.max_length, ...(await labelled(step)) } } };
}

async function labelled({ config, pathOf, fieldOf }: StepToPlan<DatasetEncodeConfig>): Promise<Partial<DataFacts>> {
  if (pathOf('text') !== undefined) return { objective: 'language-modelling' };
  if (config.languages !== undefined) return { objective: 'translation' };
  const {
    apart,
    labels,
    names,
    name: task,
  } = await taskOf(config).catch((error: TlcError) => {
    const key = error.code === 'CONFIG_WRONG_VALUE' ? 'pairs' : 'task';
    return inKey({ fieldOf }, key)(error);
  });
  if (labels === 'scores') return { objective: apart ? 'similarity' : 'regression', task };
  return { objective: 'classification', task, ...(labels !== 'found' && { labels: names ?? labels }) };
}
