import { content, TlcError } from '#contracts';
import type { HeadFacts } from './facts.js';

/** The label of a model for each label of a data set: `{ '0': 'NEGATIVE', '1': 'POSITIVE' }`. */
export type LabelMapping = Readonly<Record<string, string>>;

/** Whether a head answers a data set's question. */
export type HeadMatch =
  | {
      readonly keep: true;
      /** The head's class for each class of the data set; absent where they are in one order. */
      readonly permutation?: readonly number[];
      /** What a user should look at. */
      readonly warning?: string;
    }
  | { readonly keep: false; readonly reason: string };

/** Matches a head with the labels of a data set. Class names are labels, not identity: a head with as many classes as the
 * data set fits. Its classes are matched by the mapping, by name where the names agree (in upper or lower case), and else
 * in order, with a warning.
 * @param labels of the data set in order of their class; left out for scores, which a regression head gives
 * @throws TlcError LABELS_UNMATCHED where the mapping is not one to one, or where some names agree, but not their order:
 * then neither names nor order can be right */
export function matchHead(head: HeadFacts, labels: readonly string[] | undefined, mapping?: LabelMapping): HeadMatch {
  const wanted = labels ? 'classification' : 'regression';
  if (head.kind !== wanted) return { keep: false, reason: `the model has ${headNamed(head)}, no ${wanted} head` };
  if (!labels) return { keep: true };
  const own = head.labels ?? [];
  if (mapping) return permuted(byMapping(own, labels, mapping));
  if (own.length !== labels.length) {
    const reason = `the model has ${own.length} classes (${own.join(', ')}), the data set ${labels.length} (${labels.join(', ')})`;
    return { keep: false, reason };
  }
  return byName(own, labels);
}

function byName(own: readonly string[], labels: readonly string[]): HeadMatch {
  const names = own.map(plain);
  const places = labels.map((label) => names.indexOf(plain(label)));
  if (new Set(names).size === names.length && places.every((place) => place >= 0)) return permuted(places);
  if (areNumbered(own) && labels.every((label, i) => label === String(i))) return { keep: true };
  const pairs = labels.map((label, i) => `${label} is ${own[i]}`).join(', ');
  if (places.some((place, i) => place >= 0 && place !== i)) throw unmatched(own, labels, 'only some names agree');
  const warning = `the model’s classes have other names than the data set’s and are matched in order: ${pairs}. Give \`labels\` to match them otherwise.`;
  return { keep: true, warning };
}

function byMapping(own: readonly string[], labels: readonly string[], mapping: LabelMapping): number[] {
  const stranger = Object.keys(mapping).find((label) => !labels.includes(label));
  if (stranger !== undefined) throw unmatched(own, labels, `the data set has no label ${stranger}`);
  const places = labels.map((label) => {
    if (!Object.hasOwn(mapping, label)) throw unmatched(own, labels, `${label} is not in \`labels\``);
    const exact = own.indexOf(mapping[label]);
    const place = exact >= 0 ? exact : own.findIndex((name) => plain(name) === plain(mapping[label]));
    if (place < 0) throw unmatched(own, labels, `the model has no class ${mapping[label]}`);
    return place;
  });
  if (new Set(places).size < places.length) throw unmatched(own, labels, 'two labels stand for one class');
  if (places.length < own.length) throw unmatched(own, labels, 'the model has classes that the data set lacks');
  return places;
}

function permuted(places: readonly number[]): HeadMatch {
  return places.every((place, i) => place === i) ? { keep: true } : { keep: true, permutation: places };
}

const plain = (name: string): string => name.trim().toLowerCase();

/** Whether nobody named the classes: Transformers numbers them then. */
const areNumbered = (labels: readonly string[]): boolean => labels.every((label, i) => label === `LABEL_${i}`);

/** What to call a model's head in messages. */
export function headNamed({ kind }: HeadFacts): string {
  return kind === 'none' ? 'no head' : `a head for ${kind}`;
}

function unmatched(own: readonly string[], labels: readonly string[], reason: string): TlcError {
  const message = `the model’s classes (${content(own.join(', '))}) cannot be matched with the data set’s labels (${content(labels.join(', '))}): ${reason}`;
  return new TlcError('LABELS_UNMATCHED', message, { details: { model: own, dataset: labels } });
}
