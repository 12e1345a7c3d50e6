import type { OperationContext } from '#runtime';

/** The path of an input, undefined where it was left out. */
export function pathOf(inputs: OperationContext['inputs'], name: string): string | undefined {
  const [found] = [inputs[name] ?? []].flat();
  return found?.path;
}
