import { TlcError, wrongValue } from '#contracts';
import type { ExpandedPipeline, ExpandedStep } from './expand.js';

/** A step with `when: present` whose files are not there. */
export interface LeftOut {
  readonly step: string;
  /** What is not there. */
  readonly reason: string;
  /** Steps that are left out with it, for they use it. */
  readonly users: readonly string[];
}

/** What of a pipeline can be done with the files that are there. */
export interface PresentPipeline extends ExpandedPipeline {
  readonly leftOut: readonly LeftOut[];
}

/** A pipeline without the steps with `when: present` whose files are not there, and without those that use them: an input
 * that takes a list goes on without them, as long as one of it is left or the input is optional. A step with `when: present` that no other uses any
 * more is left out as well.
 * @param absence why a step cannot be done with the files that are there; undefined where it can
 * @throws TlcError PIPELINE_NOTHING_PRESENT where nothing is left of the steps that the pipeline ends with,
 * CONFIG_WRONG_VALUE for `when` of a step that reads no files */
export async function presentOf(
  { steps, compare }: ExpandedPipeline,
  absence: (step: ExpandedStep) => Promise<string | undefined>,
): Promise<PresentPipeline> {
  const reasons = new Map<string, string>();
  /** For each step that is left out, the steps with `when: present` that it is left out for. */
  const causes = new Map<string, readonly string[]>();
  const kept = new Map<string, ExpandedStep>();
  for (const step of steps) {
    const { inputs, lost } = withoutLost(step, causes);
    if (lost.length > 0) {
      causes.set(step.name, [...new Set(lost.flatMap((name) => causes.get(name)!))]);
      continue;
    }
    const reason = step.ifPresent ? await absenceOf(step, absence) : undefined;
    if (reason === undefined) kept.set(step.name, { ...step, inputs });
    else {
      reasons.set(step.name, reason);
      causes.set(step.name, [step.name]);
    }
  }
  if (reasons.size === 0) return { steps, compare, leftOut: [] };
  const usedBefore = usedIn(steps);
  if (steps.every(({ name }) => usedBefore.has(name) || !kept.has(name))) throw nothingPresent(reasons);
  const usedNow = usedIn([...kept.values()]);
  for (const { name, ifPresent } of [...kept.values()].filter((step) => step.ifPresent)) {
    if (!ifPresent || usedNow.has(name) || !usedBefore.has(name)) continue;
    kept.delete(name);
    reasons.set(name, 'no step that uses it is left');
  }
  const leftOut = [...reasons].map(([step, reason]) => {
    const users = [...causes].filter(([name, all]) => name !== step && all.includes(step)).map(([name]) => name);
    return { step, reason, users };
  });
  return { steps: [...kept.values()], compare: compare.filter((name) => kept.has(name)), leftOut };
}

/** A sentence about a step that is left out. */
export function leftOutText({ reason, users }: LeftOut): string {
  if (users.length === 0) return `left out: ${reason}`;
  return `left out, with ${users.length} ${users.length === 1 ? 'step that uses' : 'steps that use'} it: ${reason}`;
}

/** The inputs of a step without the steps that are left out, and those of them that it cannot do without. */
function withoutLost({ inputs, operation }: ExpandedStep, causes: ReadonlyMap<string, unknown>) {
  const isLost = (reference: object): reference is { step: string } =>
    'step' in reference && causes.has((reference as { step: string }).step);
  const left: Record<string, ExpandedStep['inputs'][string]> = {};
  const lost: string[] = [];
  for (const [name, value] of Object.entries(inputs)) {
    const all = [value].flat();
    const rest = all.filter((reference) => !isLost(reference));
    const isOptionalList =
      Array.isArray(value) && operation.inputs.some((input) => input.name === name && input.optional);
    if (rest.length > 0) left[name] = Array.isArray(value) ? rest : value;
    else if (!isOptionalList) lost.push(...all.filter(isLost).map(({ step }) => step));
  }
  return { inputs: left, lost };
}

async function absenceOf(step: ExpandedStep, absence: (step: ExpandedStep) => Promise<string | undefined>) {
  if (
    Object.values(step.inputs)
      .flat()
      .some((reference) => 'path' in reference)
  )
    return absence(step);
  throw wrongValue(`steps.${step.base}.when`, 'present', 'for a step that reads no files');
}

const usedIn = (steps: readonly ExpandedStep[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap(({ inputs }) =>
      Object.values(inputs)
        .flat()
        .flatMap((reference) => ('step' in reference ? [reference.step] : [])),
    ),
  );

function nothingPresent(reasons: ReadonlyMap<string, string>): TlcError {
  const list = [...reasons].map(([step, reason]) => `${step}: ${reason}`).join('; ');
  return new TlcError('PIPELINE_NOTHING_PRESENT', `nothing is left that the pipeline ends with: ${list}`, {
    details: { steps: [...reasons.keys()] },
  });
}
