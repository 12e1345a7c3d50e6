import { TlcError } from '#contracts';

/** Different labels above which whole numbers are scores rather than classes. */
const MOST_NUMBER_CLASSES = 20;

/** Share of the rows with a label of their own above which a column holds no classes. */
const MOST_OWN_LABELS = 0.5;

/** What the labels of a task are.
 * @throws TlcError DATA_LABELS_UNCLEAR where nearly every row has a label of its own that is no number */
export function labelKind(labels: readonly string[], column: string): 'classification' | 'regression' {
  const different = new Set(labels);
  const numbers = [...different].map((label) => (label.trim() === '' ? NaN : Number(label)));
  if (numbers.every(Number.isFinite)) {
    const areWhole = numbers.every(Number.isInteger);
    return !areWhole || different.size > MOST_NUMBER_CLASSES ? 'regression' : 'classification';
  }
  if (different.size > MOST_OWN_LABELS * labels.length) {
    const message = `column ${JSON.stringify(column)} has ${different.size} different labels in ${labels.length} rows: it holds texts or names, not classes`;
    throw new TlcError('DATA_LABELS_UNCLEAR', message, { details: { column } });
  }
  return 'classification';
}
