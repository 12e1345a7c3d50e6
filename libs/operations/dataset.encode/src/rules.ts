import { type GivenKeys, exactlyOne, refusedKey } from '#jobs';
import type { DatasetEncodeConfig } from './config.js';

/** Of `text` and `from` exactly one is encoded, each with keys of its own.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT, CONFIG_MISSING_KEY, CONFIG_WRONG_VALUE */
export function rules(given: GivenKeys<DatasetEncodeConfig>): void {
  const { config, has } = given;
  exactlyOne(given, ['text', has('text')], ['from', has('from')]);
  const ofTask = (['task', 'text_columns'] as const).find((key) => config[key] !== undefined);
  if (has('from') && ofTask === undefined) {
    const message = 'files to encode `from` need a GLUE task, or text_columns of your own';
    throw refusedKey(given, 'CONFIG_MISSING_KEY', 'task', `is missing: ${message}`);
  }
  if (has('text') && ofTask !== undefined) {
    const message = 'text is for language modelling; give the files of a task as from';
    throw refusedKey(given, 'CONFIG_WRONG_VALUE', ofTask, `has no place here: ${message}`);
  }
  if (has('from') && config.column !== undefined) {
    const message = 'column is for language modelling; a task of your own has text_columns';
    throw refusedKey(given, 'CONFIG_WRONG_VALUE', 'column', `has no place here: ${message}`);
  }
}
