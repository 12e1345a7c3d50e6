import { TlcError } from '#contracts';
import { type Head, sameHead } from '#families';
import { matchHead } from './match-head.js';

/** How a teacher's logits are compared with a student's: by the distributions that they stand for, or as numbers. */
export interface Teaching {
  readonly by: 'distributions' | 'numbers';
  /** The teacher's class for each class of the student; absent where they are in one order. */
  readonly permutation?: readonly number[];
}

const DISTRIBUTIONS: readonly Head['kind'][] = ['classification', 'masked-lm', 'seq2seq-lm', 'tokens'];

/** How a student learns from a teacher.
 * @throws TlcError PLUGIN_REFUSED for heads that cannot be compared; LABELS_UNMATCHED */
export function teachingOf(student: Head, teacher: Head): Teaching {
  if (student.kind === 'classification' && teacher.kind === 'classification') {
    const match = matchHead(teacher, student.labels);
    if (!match.keep) throw refused(`the teacher cannot teach it: ${match.reason.replace('data set', 'student')}`);
    return { by: 'distributions', ...(match.permutation && { permutation: match.permutation }) };
  }
  if (!sameHead(student, teacher)) {
    throw refused(`the student has a head for ${student.kind}, the teacher for ${teacher.kind}, or other classes`);
  }
  if (student.kind === 'regression' || student.kind === 'embeddings') return { by: 'numbers' };
  if (DISTRIBUTIONS.includes(student.kind)) return { by: 'distributions' };
  throw refused(`a head for ${student.kind} is not distilled`);
}

const refused = (reason: string) => new TlcError('PLUGIN_REFUSED', reason);
