import { TlcError } from '#contracts';

/** Throws unless there is one prediction for every gold answer, and at least one of each.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY */
export function checkPairs(gold: ArrayLike<unknown>, predictions: ArrayLike<unknown>): void {
  if (gold.length !== predictions.length) {
    throw new TlcError(
      'TEXT_LENGTH_MISMATCH',
      `There are ${gold.length} gold answers, but ${predictions.length} predictions.`,
      { details: { gold: gold.length, predictions: predictions.length } },
    );
  }
  if (gold.length === 0) throw new TlcError('FILE_EMPTY', 'There are no gold answers and no predictions to measure.');
}

/** `checkPairs`, and every answer is the number of a class: 0, 1, 2 and so on.
 * @throws DATA_UNKNOWN_LABEL naming the first row (from 0) that holds something else */
export function checkClasses(gold: ArrayLike<number>, predictions: ArrayLike<number>): void {
  checkPairs(gold, predictions);
  for (const [what, answers] of [
    ['gold answer', gold],
    ['prediction', predictions],
  ] as const) {
    for (let row = 0; row < answers.length; row++) {
      const answer = answers[row];
      if (Number.isSafeInteger(answer) && answer >= 0) continue;
      throw new TlcError(
        'DATA_UNKNOWN_LABEL',
        `The ${what} in row ${row} is ${answer}; the number of a class was expected: 0, 1, 2 and so on.`,
        { details: { row, answer: String(answer) } },
      );
    }
  }
}

/** Whether all answers are the same. */
export function isConstant(answers: ArrayLike<number>): boolean {
  for (let row = 1; row < answers.length; row++) if (answers[row] !== answers[0]) return false;
  return true;
}
