import { LEAST_STOP, type StopConfig } from './stop.js';

/** The limits of one of several trainings that share `stop` equally.
 * @param part which of them, counted from 0 */
export function partOfStop({ steps, epochs, seconds, patience }: StopConfig, part: number, parts: number) {
  const until = (count: number) => Math.round(((steps ?? 0) * count) / parts);
  return {
    ...(steps !== undefined && { steps: until(part + 1) - until(part) }),
    ...(epochs !== undefined && { epochs: epochs / parts }),
    ...(seconds !== undefined && { seconds: seconds / parts }),
    ...(patience !== undefined && { patience }),
  };
}

/** What is wrong with sharing `stop` among so many trainings, if a limit would be less than a training takes. */
export function partsProblem(stop: StopConfig, parts: number): { key: string; message: string } | undefined {
  for (const [key, least] of Object.entries(LEAST_STOP) as [keyof typeof LEAST_STOP, number][]) {
    const limit = stop[key];
    if (limit !== undefined && limit / parts < least) {
      return { key: `stop.${key}`, message: `${limit} is too little for ${parts} steps: each needs ${least} at least` };
    }
  }
  return undefined;
}
