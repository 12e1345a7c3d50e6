import { TlcError } from '../errors/tlc-error.js';
import type { DatasetEncodeConfig, PretrainConfig } from './operations.js';

/** A step as rules between its keys look at it. */
export interface GivenKeys<C = object> {
  readonly config: C;
  /** Whether an input is given. */
  has(input: string): boolean;
  /** What to call a key in messages: `steps.sst2.task`, or `config.task`. */
  fieldOf(key: string): string;
}

/** Of `text` and `from` exactly one is encoded, each with keys of its own.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT, CONFIG_MISSING_KEY, CONFIG_WRONG_VALUE */
export function datasetEncodeRules(given: GivenKeys<DatasetEncodeConfig>): void {
  const { config, has } = given;
  exactlyOne(given, ['text', has('text')], ['from', has('from')]);
  const ofTask = (['task', 'text_columns'] as const).find((key) => config[key] !== undefined);
  if (has('from') && ofTask === undefined) {
    const message = 'files to encode `from` need a GLUE task, or text_columns of your own';
    throw refusal(given, 'CONFIG_MISSING_KEY', 'task', `is missing: ${message}`);
  }
  if (has('text') && ofTask !== undefined) {
    const message = 'text is for language modelling; give the files of a task as from';
    throw refusal(given, 'CONFIG_WRONG_VALUE', ofTask, `has no place here: ${message}`);
  }
  if (has('from') && config.column !== undefined) {
    const message = 'column is for language modelling; a task of your own has text_columns';
    throw refusal(given, 'CONFIG_WRONG_VALUE', 'column', `has no place here: ${message}`);
  }
}

/** A new model has an architecture; one to go on from has its own.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT */
export function pretrainRules(given: GivenKeys<PretrainConfig>): void {
  exactlyOne(given, ['architecture', given.config.architecture !== undefined], ['model', given.has('model')]);
}

/** @throws TlcError PIPELINE_MISSING_INPUT where neither is given, PIPELINE_WRONG_INPUT where both are */
function exactlyOne(given: GivenKeys, [first, hasFirst]: [string, boolean], [second, hasSecond]: [string, boolean]) {
  if (hasFirst !== hasSecond) return;
  if (hasFirst) {
    throw refusal(given, 'PIPELINE_WRONG_INPUT', second, `has no place beside ${first}: give exactly one of the two`);
  }
  throw refusal(
    given,
    'PIPELINE_MISSING_INPUT',
    first,
    `is missing, or ${given.fieldOf(second)}: give exactly one of the two`,
  );
}

function refusal(
  { fieldOf }: GivenKeys,
  code: 'PIPELINE_MISSING_INPUT' | 'PIPELINE_WRONG_INPUT' | 'CONFIG_MISSING_KEY' | 'CONFIG_WRONG_VALUE',
  key: string,
  message: string,
): TlcError {
  const field = fieldOf(key);
  return new TlcError(code, `${field} ${message}`, { details: { field } });
}
