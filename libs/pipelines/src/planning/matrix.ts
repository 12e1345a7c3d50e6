import { TlcError, shown, written } from '#contracts';
import { MOST_STEPS, tooLarge } from './most-steps.js';

/** A value of a matrix. */
export interface MatrixValue {
  readonly value: unknown;
  /** The value as JSON: two are the same where this is. */
  readonly text: string;
  /** The value as a part of a name. */
  readonly label: string;
}

/** A value for each key. */
export type Combination = ReadonlyMap<string, MatrixValue>;

/** All combinations of the values of a matrix, the last key's values next to each other. */
export function combinations(matrix: ReadonlyMap<string, readonly unknown[]>): Combination[] {
  let all: Combination[] = [new Map()];
  for (const [key, values] of matrix) {
    const labelled = values.map((value, index) => ({ value, text: written(value), label: label(value, index) }));
    all = all.flatMap((one) => labelled.map((value) => new Map([...one, [key, value]])));
  }
  return all;
}

/** 0.3 → `0_3`; an object is called by its `name`; one without, or a text that leaves nothing over, is known by its place
 * in the list, from 1. */
function label(value: unknown, index: number): string {
  const name = typeof value === 'object' ? ((value as { name?: unknown }).name ?? '') : value;
  const text = typeof name === 'object' ? '' : String(name).toLowerCase();
  return text.replace(/[^a-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '') || String(index + 1);
}

/** The steps that an input can stand for, each with the values it was made with. */
interface Choice {
  readonly input: string;
  readonly variants: readonly { readonly name: string; readonly combination: Combination }[];
}

/** One way to combine a step's own values with a step for each input, all agreeing in the keys they share. */
export interface Joined {
  /** Inherited values first, in the order of the inputs. */
  readonly combination: Combination;
  /** The step for each input. */
  readonly picks: ReadonlyMap<string, string>;
}

interface Partial {
  readonly inherited: Combination;
  readonly picks: ReadonlyMap<string, string>;
}

/** All such ways: the natural join of relational algebra.
 * @throws TlcError CONFIG_WRONG_VALUE where there is none, PIPELINE_TOO_LARGE */
export function join(own: Combination, choices: readonly Choice[], field: string): Joined[] {
  let partial: Partial[] = [{ inherited: new Map(), picks: new Map() }];
  for (const { input, variants } of choices) {
    const longer: Partial[] = [];
    for (const { inherited, picks } of partial) {
      for (const { name, combination } of variants) {
        if (!agree(combination, own) || !agree(combination, inherited)) continue;
        longer.push({ inherited: new Map([...inherited, ...combination]), picks: new Map([...picks, [input, name]]) });
        if (longer.length > MOST_STEPS) throw tooLarge();
      }
    }
    if (longer.length === 0) throw noneFits(own, input, field);
    partial = longer;
  }
  return partial.map(({ inherited, picks }) => ({ combination: new Map([...inherited, ...own]), picks }));
}

function agree(a: Combination, b: Combination): boolean {
  for (const [key, { text }] of a) if ((b.get(key)?.text ?? text) !== text) return false;
  return true;
}

function noneFits(own: Combination, input: string, field: string): TlcError {
  const values = [...own].map(([key, { value }]) => `${key} ${shown(value)}`).join(', ');
  return new TlcError(
    'CONFIG_WRONG_VALUE',
    `${field}.${input}: no step has the same values of the matrix${values ? ` (${values})` : ''}; keys of one name ` +
      'are one key of the pipeline, and its values must agree',
    { details: { field: `${field}.${input}` } },
  );
}
