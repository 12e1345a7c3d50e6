import { createHash } from 'node:crypto';
import type { Examples } from './read-examples.js';
import { textKey } from './text-key.js';

/** Shares of the rows of a train split that become other splits. */
export interface Shares {
  readonly dev?: number;
  readonly test?: number;
}

/** Groups of scores that are divided each by itself, so that all splits have low and high ones. */
const SCORE_GROUPS = 10;

/** Divides the rows of a train split: of every class (or range of scores) the same shares, and rows with the same text,
 * case and spaces aside, on the same side. The order that decides is by the SHA-256 of the seed and the text: where rows
 * are added later, the others mostly stay where they were.
 * @returns the splits in file order, those without a share left out */
export function divide(
  examples: Examples,
  shares: Shares,
  seed: number,
): { readonly train: Examples; readonly dev?: Examples; readonly test?: Examples } {
  const parts = { train: [] as number[], dev: [] as number[], test: [] as number[] };
  for (const groups of strata(examples, seed).values()) {
    const total = groups.reduce((sum, { length }) => sum + length, 0);
    const until = { dev: (shares.dev ?? 0) * total, test: ((shares.dev ?? 0) + (shares.test ?? 0)) * total };
    let done = 0;
    for (const rows of groups) {
      // A group goes where its middle lies, so that shares are met as nearly as groups allow
      const middle = done + rows.length / 2;
      parts[middle < until.dev ? 'dev' : middle < until.test ? 'test' : 'train'].push(...rows);
      done += rows.length;
    }
  }
  return {
    train: pick(examples, parts.train),
    ...(shares.dev && { dev: pick(examples, parts.dev) }),
    ...(shares.test && { test: pick(examples, parts.test) }),
  };
}

/** Rows with the same text, by class: the groups of each in the order of their hashes. */
function strata({ texts, pairs, labels = [] }: Examples, seed: number): Map<string, number[][]> {
  const byText = new Map<string, number[]>();
  texts.forEach((text, row) => {
    const hash = createHash('sha256').update(`${seed}\n${textKey(text, pairs?.[row])}`);
    const key = hash.digest('hex');
    byText.set(key, [...(byText.get(key) ?? []), row]);
  });
  const classOf = classes(labels);
  const result = new Map<string, number[][]>();
  for (const key of [...byText.keys()].sort()) {
    const rows = byText.get(key) as number[];
    const group = result.get(classOf(rows[0])) ?? [];
    group.push(rows);
    result.set(classOf(rows[0]), group);
  }
  return result;
}

/** The class of a row: its label; of labels that are many different numbers the range that it falls into. */
function classes(labels: readonly string[]): (row: number) => string {
  const numbers = labels.map(Number);
  const isScore = new Set(labels).size > SCORE_GROUPS * 2 && numbers.every(Number.isFinite);
  if (!isScore) return (row) => labels[row] ?? '';
  const sorted = [...numbers].sort((a, b) => a - b);
  const bounds = Array.from({ length: SCORE_GROUPS - 1 }, (_, i) => {
    return sorted[Math.floor(((i + 1) * sorted.length) / SCORE_GROUPS)];
  });
  return (row) => String(bounds.filter((bound) => numbers[row] >= bound).length);
}

function pick({ texts, pairs, labels, skipped }: Examples, rows: readonly number[]): Examples {
  const sorted = [...rows].sort((a, b) => a - b);
  const of = (all: readonly string[]) => sorted.map((row) => all[row]);
  return {
    texts: of(texts),
    ...(pairs && { pairs: of(pairs) }),
    ...(labels && { labels: of(labels) }),
    skipped: skipped,
  };
}
