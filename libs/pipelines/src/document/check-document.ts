import {
  PipelineConfig,
  StepConfig,
  TlcError,
  checkConfig,
  checkName,
  keysOf,
  unknownKey,
  written,
  wrongValue,
} from '#contracts';
import type { OperationRegistry } from '#jobs';
import type { PipelineDocument, StepDocument } from './document.js';
import { DEEPEST } from './read-document.js';
import { setValues } from './set-values.js';

/** A document's value as a pipeline: its own keys, the names of its steps, their operations and the names of their
 * keys are checked; values of inputs and configs are not yet, for a matrix may still fill them in.
 * @param set values that replace those of the pipeline's own `set`
 * @throws TlcError CONFIG_UNKNOWN_KEY, CONFIG_WRONG_VALUE, CONFIG_MISSING_KEY, NAME_INVALID,
 * PIPELINE_UNKNOWN_OPERATION, MESSAGE_TOO_LARGE */
export function checkDocument(
  value: unknown,
  operations: OperationRegistry,
  set?: Readonly<Record<string, unknown>>,
): PipelineDocument {
  if (isDeeper(value, DEEPEST)) {
    throw new TlcError('MESSAGE_TOO_LARGE', `the pipeline is nested more than ${DEEPEST} levels deep`);
  }
  const { name, seed, steps, report } = checkConfig(PipelineConfig, setValues(value, set));
  checkName(name, 'name');
  const entries = Object.entries(steps).map(
    ([step, document]) => [step, checkStep(step, document, operations)] as const,
  );
  if (entries.length === 0) throw wrongValue('steps', steps, 'an object of one or more steps');
  return { name, title: report.title ?? name, seed, steps: new Map(entries), compare: report.compare };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function checkStep(name: string, value: unknown, operations: OperationRegistry): StepDocument {
  checkName(name, 'steps');
  const path = `steps.${name}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongValue(path, value, 'an object such as { do: tokenizer.learn, corpus: ./data }');
  }
  const step = value as Record<string, unknown>;
  const {
    do: operation,
    matrix,
    when,
    says,
  } = checkConfig(StepConfig, { do: step.do, matrix: step.matrix, when: step.when, says: step.says }, path);
  const spec = operations.get(operation, `${path}.do`);
  const inputs = spec.inputs.map((input) => input.name);
  const known = [...keysOf(StepConfig).keys(), ...inputs, ...keysOf(spec.config).keys()];
  for (const key of Object.keys(step)) if (!known.includes(key)) throw unknownKey(key, step, known, path);
  const pick = (isWanted: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(step).filter(([key]) => isWanted(key)));
  return {
    name,
    operation: spec,
    inputs: pick((key) => inputs.includes(key)),
    config: pick((key) => keysOf(spec.config).has(key)),
    seed: step.seed,
    matrix: checkMatrix(matrix ?? {}, `${path}.matrix`),
    ifPresent: when === 'present',
    ...(says !== undefined && { says }),
  };
}

function checkMatrix(matrix: Readonly<Record<string, unknown>>, path: string): ReadonlyMap<string, readonly unknown[]> {
  for (const [key, values] of Object.entries(matrix)) {
    checkName(key, path);
    const isList = Array.isArray(values) && values.length > 0 && !values.includes(null);
    if (!isList) throw wrongValue(`${path}.${key}`, values, 'a list of one or more values');
    const texts = values.map((value) => written(value));
    const distinct = new Set(texts);
    const twice = texts.find((text) => !distinct.delete(text));
    if (twice !== undefined) {
      throw wrongValue(`${path}.${key}`, values, `a list of different values (${twice} is twice)`);
    }
  }
  return new Map(Object.entries(matrix) as [string, unknown[]][]);
}
