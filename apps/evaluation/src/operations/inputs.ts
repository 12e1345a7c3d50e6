import type { OperationContext, OperationInput } from '#runtime';

type Inputs = OperationContext['inputs'];

/** The inputs of a name, none where it was left out. */
export function all(inputs: Inputs, name: string): readonly OperationInput[] {
  const found = inputs[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found as OperationInput];
}

/** What an input is called in scores: the artifact's id, or the path of a folder outside the store. */
export const called = (input: OperationInput): string => input.artifact?.id ?? input.path;
