import type { DataLook } from '#contracts';
import { type Examples, textKey } from '#text';
import { labelCounts } from './label-counts.js';

/** Rows of a class below which little can be learned of it. */
const FEW_ROWS = 10;

/** Share of the rows in one class above which accuracy says little. */
const LARGE_SHARE = 0.9;

/** What is doubtful in a train split, a sentence each; none tells a text or a label of it. */
export function doubtsOf({ texts, pairs, labels = [] }: Examples, kind: DataLook['kind']): string[] {
  const doubts: string[] = [];
  const byText = new Map<string, Set<string>>();
  texts.forEach((text, i) => {
    const key = textKey(text, pairs?.[i]);
    byText.set(key, (byText.get(key) ?? new Set()).add(labels[i]));
  });
  const repeated = texts.length - byText.size;
  if (repeated > 0) doubts.push(`${counted(repeated, 'row repeats', 'rows repeat')} the text of another row.`);
  const contradicted = [...byText.values()].filter(({ size }) => size > 1).length;
  if (contradicted > 0) {
    doubts.push(`${counted(contradicted, 'text stands', 'texts stand')} under more than one label: at best some of them can be learned.`);
  }
  const empty = texts.filter((text) => text.trim() === '').length;
  if (empty > 0) doubts.push(`${counted(empty, 'text is', 'texts are')} empty.`);
  if (kind === 'classification') doubts.push(...doubtsOfClasses(labels));
  return doubts;
}

function doubtsOfClasses(labels: readonly string[]): string[] {
  const rows = [...labelCounts(labels).values()];
  const largest = Math.max(...rows) / labels.length;
  const small = rows.filter((count) => count < FEW_ROWS).length;
  return [
    ...(largest > LARGE_SHARE
      ? [`One class has ${(100 * largest).toFixed(0)} % of the rows: a metric such as f1_macro or matthews says more than accuracy.`]
      : []),
    ...(small > 0
      ? [`${counted(small, 'class has', 'classes have')} fewer than ${FEW_ROWS} rows: little can be learned of ${small === 1 ? 'it' : 'them'}.`]
      : []),
  ];
}

const counted = (count: number, one: string, many: string) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
