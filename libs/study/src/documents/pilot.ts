import { type Recommending, SCRATCH } from '#contracts';
import {
  compressStep,
  cutStep,
  encodeStep,
  importStep,
  scoreStep,
  type Step,
  type Subject,
  trimStep,
  tuneStep,
} from './steps.js';
import { writeDocument } from './write-document.js';

/** Share of the training time that pilots take. */
const PILOT_SHARE = 0.1;

/** Seconds of each of so many trainings of a pilot, of one all that it has: pilots of new models and of pre-trained ones share the time. */
export const pilotSeconds = ({ train_seconds: all, from, scratch }: Recommending, trainings: number): number =>
  (PILOT_SHARE * all) / trainings / (scratch && from !== SCRATCH ? 2 : 1);

/** Seconds that are left for the training. */
export const leftForTraining = ({ train_seconds: all }: Recommending): number => (1 - PILOT_SHARE) * all;

/** Pieces that the pilots' vocabulary keeps. */
export const PILOT_PIECES = 6000;

/** Only reads the pre-trained model: how many layers it has decides what pilots there are. */
export function startDocument(subject: Pick<Subject, 'path' | 'request'>): string {
  const steps = { start: importStep(subject.request.from) };
  return writeDocument(subject, 'fit-start', 'Reads the pre-trained model.', steps);
}

/** Two short trainings, of the whole model and of half its layers, and the whole one with 4 bits: they show how fast this
 * machine learns from these data, and how much layers and bits matter to them. */
export function pilotDocument(subject: Subject): string {
  const { start, request } = subject;
  const seconds = pilotSeconds(request, 2);
  const half = Math.floor(start.layers / 2);
  const isTrimmed = PILOT_PIECES < start.vocabulary;
  const base = isTrimmed ? 'trimmed' : 'start';
  const steps: Record<string, Step> = {
    start: importStep(request.from),
    ...(isTrimmed && { words: encodeStep(subject, 'start'), trimmed: trimStep('start', PILOT_PIECES) }),
    rows: encodeStep(subject, base),
    tuned: { says: 'Tries the whole model.', ...tuneStep(subject, base, seconds) },
    score: scoreStep(subject, 'tuned', ['latency']),
    int4: compressStep('tuned', 4),
    'int4-score': scoreStep(subject, 'int4'),
    ...(half > 0 && {
      half: cutStep(base, half),
      'half-tuned': { says: 'Tries half of its layers.', ...tuneStep(subject, 'half', seconds) },
      'half-score': scoreStep(subject, 'half-tuned', ['latency']),
    }),
  };
  return writeDocument(subject, 'fit-pilot', 'Short trainings, from which `tlc fit` predicts longer ones.', steps);
}
