import type { OperationContext, OperationInput } from './context.js';

type Inputs = OperationContext['inputs'];

/** The inputs of a name, none where it was left out. */
export function inputsOf(inputs: Inputs, name: string): readonly OperationInput[] {
  const found = inputs[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found as OperationInput];
}

/** The path of an input that an operation cannot do without: planning has seen to it that it is there. */
export function pathOf(inputs: Inputs, name: string): string {
  const path = optionalPathOf(inputs, name);
  if (path === undefined) throw new Error(`the operation was started without its input ${name}`);
  return path;
}

/** The path of an input, or undefined where it was left out. */
export function optionalPathOf(inputs: Inputs, name: string): string | undefined {
  return inputsOf(inputs, name)[0]?.path;
}
