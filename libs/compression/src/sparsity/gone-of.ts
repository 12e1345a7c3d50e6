import type { Parameter } from '#models';

/** Whether a weight is zero for good, by its index: those that a sparse parameter has. */
export function goneOf({ encoding, value }: Parameter): (index: number) => boolean {
  const zeros = encoding?.sparse ? value.dataSync<'float32'>().slice() : undefined;
  return (index) => zeros?.[index] === 0;
}
