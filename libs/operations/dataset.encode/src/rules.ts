import { type GivenKeys, exactlyOne, refusedKey } from '#jobs';
import type { DatasetEncodeConfig } from './config.js';

const OF_TASKS = ['task', 'text_columns', 'label_column', 'labels', 'scores', 'dev_share', 'test_share'] as const;

const OF_PARALLEL = ['languages', 'test', 'clean'] as const;

/** What parallel text may have of a task's keys. */
const OF_BOTH: readonly string[] = ['text_columns', 'dev_share', 'test_share'];

/** Of `text`, `from` and `parallel` exactly one is encoded, each with keys of its own.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT, CONFIG_WRONG_VALUE */
export function rules(given: GivenKeys<DatasetEncodeConfig>): void {
  const { config, has } = given;
  exactlyOne(given, ['text', has('text')], ['from', has('from')], ['parallel', has('parallel')]);
  if (has('parallel')) return parallelRules(given);
  const ofParallel = OF_PARALLEL.find((key) => config[key] !== undefined);
  if (ofParallel !== undefined) {
    throw refusedKey(given, 'CONFIG_WRONG_VALUE', ofParallel, 'has no place here: it is for parallel text');
  }
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

function parallelRules(given: GivenKeys<DatasetEncodeConfig>): void {
  const { config } = given;
  if (config.languages === undefined) {
    const message = 'is missing: the endings of the files of the source and of the target, such as [en, de]';
    throw refusedKey(given, 'CONFIG_MISSING_KEY', 'languages', message);
  }
  if (config.languages[0] === config.languages[1]) {
    throw refusedKey(given, 'CONFIG_WRONG_VALUE', 'languages', 'names one language twice');
  }
  if (config.text_columns?.length === 1) {
    const message = 'names one column: parallel text has those of the source and of the target';
    throw refusedKey(given, 'CONFIG_WRONG_VALUE', 'text_columns', message);
  }
  if (config.text_columns && config.test !== undefined) {
    throw refusedKey(given, 'CONFIG_WRONG_VALUE', 'test', 'has no place here: it is for files without columns');
  }
  const others = [...OF_TASKS.filter((key) => !OF_BOTH.includes(key)), 'column'] as const;
  const other = others.find((key) => config[key] !== undefined && config[key] !== false);
  const isApart = config.pairs === 'apart';
  if (other === undefined && !isApart) return;
  throw refusedKey(given, 'CONFIG_WRONG_VALUE', other ?? 'pairs', 'has no place here: parallel text has no labels');
}
