import { type GivenKeys, exactlyOne, refusedKey } from '#jobs';
import type { DatasetEncodeConfig } from './config.js';

const OF_TASKS = ['task', 'text_columns', 'label_column', 'labels', 'scores', 'dev_share', 'test_share'] as const;

/** Of `text` and `from` exactly one is encoded, each with keys of its own.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT, CONFIG_WRONG_VALUE */
export function rules(given: GivenKeys<DatasetEncodeConfig>): void {
  const { config, has } = given;
  exactlyOne(given, ['text', has('text')], ['from', has('from')]);
  if (has('text')) {
    const ofTask = OF_TASKS.find((key) => config[key] !== undefined && config[key] !== false);
    const pairs = config.pairs === 'apart' ? 'pairs' : undefined;
    if (ofTask === undefined && pairs === undefined) return;
    const message = 'text is for language modelling; give the files of a task as from';
    throw refusedKey(given, 'CONFIG_WRONG_VALUE', ofTask ?? 'pairs', `has no place here: ${message}`);
  }
  if (config.column === undefined) return;
  const message = 'column is for language modelling; a task of your own has text_columns';
  throw refusedKey(given, 'CONFIG_WRONG_VALUE', 'column', `has no place here: ${message}`);
}
