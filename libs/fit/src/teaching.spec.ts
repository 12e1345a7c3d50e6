import { describe, expect, it } from '@jest/globals';
import { teachingOf } from './teaching.js';

const classes = (...labels: string[]) => ({ kind: 'classification', labels }) as const;

describe('a student learns from a teacher', () => {
  it('of the same classes in another order by their names', () => {
    expect(teachingOf(classes('no', 'yes'), classes('no', 'yes'))).toEqual({ by: 'distributions' });
    expect(teachingOf(classes('no', 'yes'), classes('yes', 'no'))).toEqual({
      by: 'distributions',
      permutation: [1, 0],
    });
  });

  it('by distributions over a vocabulary, and by numbers', () => {
    expect(teachingOf({ kind: 'masked-lm' }, { kind: 'masked-lm' })).toEqual({ by: 'distributions' });
    expect(teachingOf({ kind: 'regression' }, { kind: 'regression' })).toEqual({ by: 'numbers' });
  });

  it.each([
    [classes('a', 'b'), classes('a', 'b', 'c'), 'PLUGIN_REFUSED', '3 classes'],
    [classes('a', 'b', 'c'), classes('b', 'a', 'x'), 'LABELS_UNMATCHED', 'only some'],
    [classes('a', 'b'), { kind: 'regression' } as const, 'PLUGIN_REFUSED', 'regression'],
    [{ kind: 'question-answering' } as const, { kind: 'question-answering' } as const, 'PLUGIN_REFUSED', 'question'],
  ])('not %j from %j', (student, teacher, code, words) => {
    expect(() => teachingOf(student, teacher)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});
