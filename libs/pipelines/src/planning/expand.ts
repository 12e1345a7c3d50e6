import { TlcError, checkName, wrongValue } from '#contracts';
import type { InputSpec, Operation } from '#jobs';
import type { PipelineDocument, StepDocument } from '../document/document.js';
import { type Combination, combinations, join } from './matrix.js';
import { MOST_STEPS, tooLarge } from './most-steps.js';
import { inOrder } from './order.js';
import { fillIn, placeholdersIn } from './placeholders.js';
import { type Reference, referenceOf, unknownStep, wanted } from './references.js';

/** An input of an expanded step. */
export type InputReference = { readonly step: string } | { readonly artifact: string } | { readonly path: string };

/** A step with the values of one combination of its matrix filled in. */
export interface ExpandedStep {
  readonly name: string;
  /** The step of the document that it was made from. */
  readonly base: string;
  readonly operation: Operation;
  readonly inputs: Readonly<Record<string, InputReference | readonly InputReference[]>>;
  /** Not checked yet. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Not checked yet; undefined where the pipeline's is meant. */
  readonly seed: unknown;
  /** It is left out where its files are not there. */
  readonly ifPresent: boolean;
  /** What it is for. */
  readonly says?: string;
}

export interface ExpandedPipeline {
  /** Each after those that it needs. */
  readonly steps: readonly ExpandedStep[];
  readonly compare: readonly string[];
}

/** Rows of a report. */
const MOST_COMPARED = 1000;

interface Variant {
  readonly name: string;
  readonly combination: Combination;
}

/** A step under one combination of its own matrix: what it refers to can depend on it. */
interface Draft {
  readonly own: Combination;
  readonly references: Readonly<Record<string, Reference | readonly Reference[]>>;
}

/** The steps of a pipeline with every matrix multiplied out.
 *
 * A step is made once for each combination of its own matrix and of the matrices of the steps it uses; values of a key
 * that several of them have must agree. Only where an input takes a list does the name of a step with a matrix stand
 * for all that was made of it.
 * @throws TlcError PIPELINE_UNKNOWN_STEP, PIPELINE_WRONG_INPUT, PIPELINE_MISSING_INPUT, PIPELINE_CYCLE,
 * PIPELINE_TOO_LARGE, PIPELINE_DUPLICATE_STEP, CONFIG_WRONG_VALUE, NAME_INVALID */
export function expand(pipeline: PipelineDocument): ExpandedPipeline {
  const drafts = new Map<string, Draft[]>();
  for (const step of pipeline.steps.values()) drafts.set(step.name, draftsOf(step, pipeline));
  const order = inOrder(new Map([...drafts].map(([name, all]) => [name, [...new Set(all.flatMap(basesOf))]])));
  const variants = new Map<string, Variant[]>();
  const steps = new Map<string, ExpandedStep>();
  for (const base of order) {
    const made = drafts.get(base)!.flatMap((draft) => expandDraft(pipeline.steps.get(base)!, draft, variants));
    variants.set(
      base,
      made.map(({ variant }) => variant),
    );
    for (const { step } of made) add(steps, step);
  }
  return { steps: [...steps.values()], compare: compared(pipeline, variants) };
}

function add(steps: Map<string, ExpandedStep>, step: ExpandedStep): void {
  checkName(step.name, `steps.${step.base}, with the values of its matrix`);
  const other = steps.get(step.name);
  if (other) {
    const bases = [...new Set([other.base, step.base])].join(' and ');
    throw new TlcError('PIPELINE_DUPLICATE_STEP', `${bases}: two steps with their matrix are called ${step.name}`, {
      details: { step: step.name },
    });
  }
  steps.set(step.name, step);
  if (steps.size > MOST_STEPS) throw tooLarge();
}

function draftsOf(step: StepDocument, pipeline: PipelineDocument): Draft[] {
  const field = `steps.${step.name}`;
  const used = placeholdersIn([step.inputs, step.config, step.seed]);
  for (const key of step.matrix.keys()) {
    if (!used.includes(key))
      throw wrongValue(
        `${field}.matrix.${key}`,
        [...step.matrix.get(key)!],
        `used: write \${matrix.${key}} where its values belong`,
      );
  }
  const count = [...step.matrix.values()].reduce((product, values) => product * values.length, 1);
  if (count > MOST_STEPS) throw tooLarge();
  return combinations(step.matrix).map((own) => {
    const values = new Map([...own].map(([key, { value }]) => [key, value]));
    const references = step.operation.inputs.flatMap((input) => {
      const value = fillIn(step.inputs[input.name], values, `${field}.${input.name}`);
      return value === undefined
        ? []
        : [[input.name, referencesOf(input, value, `${field}.${input.name}`, pipeline)] as const];
    });
    const draft = { own, references: Object.fromEntries(references) };
    const missing = step.operation.inputs.find(
      (input) => !input.optional && draft.references[input.name] === undefined,
    );
    if (missing) throw missingInput(step, missing);
    return draft;
  });
}

function referencesOf(input: InputSpec, value: unknown, field: string, { steps }: PipelineDocument) {
  if (!Array.isArray(value)) {
    const one = referenceOf(input, value, field, steps);
    return input.list ? [one] : one;
  }
  if (!input.list || value.length === 0) {
    throw wrongValue(field, value, input.list ? `a list of one or more: ${wanted(input)}` : wanted(input));
  }
  return value.map((item, index) => referenceOf(input, item, `${field}[${index}]`, steps));
}

function missingInput(step: StepDocument, input: InputSpec): TlcError {
  const field = `steps.${step.name}.${input.name}`;
  return new TlcError('PIPELINE_MISSING_INPUT', `${field} is missing: ${input.description} (${wanted(input)})`, {
    details: { field },
  });
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

const basesOf = (draft: Draft): string[] =>
  Object.values(draft.references)
    .flat()
    .flatMap((reference) => ('step' in reference ? [reference.step] : []));

function expandDraft(step: StepDocument, draft: Draft, variants: ReadonlyMap<string, readonly Variant[]>) {
  const field = `steps.${step.name}`;
  const single = Object.entries(draft.references).filter(([, reference]) => !isList(reference)) as [
    string,
    Reference,
  ][];
  const choices = single.flatMap(([input, reference]) =>
    'step' in reference ? [{ input, variants: variantsOf(reference, `${field}.${input}`, variants) }] : [],
  );
  const joined = join(draft.own, choices, field);
  return joined.map(({ combination, picks }) => {
    const name = [step.name, ...[...combination].map(([key, { label }]) => `${key}-${label}`)].join('-');
    const values = new Map([...combination].map(([key, { value }]) => [key, value]));
    const inputs = Object.entries(draft.references).map(([input, reference]) => [
      input,
      isList(reference)
        ? reference.flatMap((item) => all(item, `${field}.${input}`, variants))
        : 'step' in reference
          ? { step: picks.get(input)! }
          : reference,
    ]);
    return {
      variant: { name, combination },
      step: {
        name,
        base: step.name,
        operation: step.operation,
        inputs: Object.fromEntries(inputs),
        config: fillIn(step.config, values, field) as Record<string, unknown>,
        seed: fillIn(step.seed, values, `${field}.seed`),
        ifPresent: step.ifPresent,
        ...(step.says !== undefined && { says: fillIn(step.says, values, `${field}.says`) as string }),
      } satisfies ExpandedStep,
    };
  });
}

function variantsOf(
  reference: { step: string; variant?: string },
  field: string,
  variants: ReadonlyMap<string, readonly Variant[]>,
): readonly Variant[] {
  const all = variants.get(reference.step)!;
  if (reference.variant === undefined) return all;
  const one = all.filter((variant) => variant.name === reference.variant);
  // Named outright, it is one step among others: its values take no part in the join.
  if (one.length > 0) return one.map(({ name }) => ({ name, combination: new Map() }));
  throw unknownStep(
    field,
    reference.variant,
    [...variants.values()].flat().map((variant) => variant.name),
  );
}

function all(reference: Reference, field: string, variants: ReadonlyMap<string, readonly Variant[]>): InputReference[] {
  return 'step' in reference
    ? variantsOf(reference, field, variants).map((variant) => ({ step: variant.name }))
    : [reference];
}

function compared(pipeline: PipelineDocument, variants: ReadonlyMap<string, readonly Variant[]>): string[] {
  const names = new Set([...variants.values()].flat().map((variant) => variant.name));
  const compare = pipeline.compare.flatMap((name, index) => {
    const all = variants.get(name)?.map((variant) => variant.name);
    if (all) return all;
    if (names.has(name)) return [name];
    throw unknownStep(`report.compare[${index}]`, name, [...new Set([...pipeline.steps.keys(), ...names])]);
  });
  const distinct = [...new Set(compare)];
  if (distinct.length <= MOST_COMPARED) return distinct;
  throw new TlcError(
    'PIPELINE_TOO_LARGE',
    `report.compare names ${distinct.length} steps, matrices multiplied out; ${MOST_COMPARED} fit a table`,
  );
}
