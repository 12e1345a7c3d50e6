/** What a model answers for one text: for each of its classes the probability, float32 [classes]; in regression the
 * score, float32 [1]; of an embeddings model the vector, float32 [width]. */
export type Answer = Float32Array;

/** A class with its probability. */
export interface RankedClass {
  readonly label: string;
  readonly probability: number;
}

/** The classes of an answer, the most probable first; of equal ones the first in the model. */
export function ranked(answer: Answer, labels: readonly string[], top = labels.length): RankedClass[] {
  return labels
    .map((label, i) => ({ label, probability: answer[i] }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, top);
}

/** Rows of logits as probabilities: of one class out of several by softmax, of each class for itself by the logistic
 * function. Computed in float64.
 * @param logits float32 [rows, width]
 * @returns a row each */
export function probabilities(logits: Float32Array, width: number, kind: 'one' | 'each'): Answer[] {
  return Array.from({ length: logits.length / width }, (_, row) => {
    const own = logits.subarray(row * width, (row + 1) * width);
    return kind === 'one' ? softmax(own) : own.map((value) => 1 / (1 + Math.exp(-value)));
  });
}

/** The rows of values [rows, width]. */
export const rowsOf = (values: Float32Array, width: number): Answer[] =>
  Array.from({ length: values.length / width }, (_, row) => values.slice(row * width, (row + 1) * width));

function softmax(logits: Float32Array): Float32Array {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = Array.from(logits, (value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return Float32Array.from(powers, (value) => value / sum);
}
