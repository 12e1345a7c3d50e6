import type { StudyConfig } from './config.js';

/** What is done to a trained model: nothing, fewer bits, or fewer weights. */
export interface Form {
  readonly bits?: number;
  readonly sparsity?: number;
}

/** A model of a study that is measured. */
export interface Cell extends Form {
  readonly size: string;
  readonly seed: number;
  readonly seconds: number;
  /** The step that makes it; the step of its scores has `-score` behind. */
  readonly step: string;
}

/** All models of a study: those of every size, seed and time, and of the longest time the compressed ones. */
export function cellsOf({ sizes, seeds, seconds, bits = [], sparsity = [] }: StudyConfig): Cell[] {
  const longest = Math.max(...seconds);
  const forms: Form[] = [...bits.map((value) => ({ bits: value })), ...sparsity.map((value) => ({ sparsity: value }))];
  return Object.keys(sizes).flatMap((size) =>
    seeds.flatMap((seed) =>
      seconds.flatMap((time) => {
        const base = { size, seed, seconds: time };
        const compressed = time === longest ? forms : [];
        return [{}, ...compressed].map((form: Form) => ({ ...base, ...form, step: stepName({ ...base, ...form }) }));
      }),
    ),
  );
}

/** `small-s1-t30`, `small-s1-t30-b4`, `small-s1-t30-p0_8` */
export function stepName({ size, seed, seconds, bits, sparsity }: Omit<Cell, 'step'>): string {
  const plain = (value: number) => String(value).replace('.', '_');
  const form = bits !== undefined ? `-b${bits}` : sparsity !== undefined ? `-p${plain(sparsity)}` : '';
  return `${size}-s${seed}-t${plain(seconds)}${form}`;
}

/** The step of the model that a cell's was made of, itself where nothing was done to it. */
export const denseStep = ({ size, seed, seconds }: Cell): string => stepName({ size, seed, seconds });

export const scoreOf = (step: string): string => `${step}-score`;
