import type { Candidate, ScratchCandidate } from '#contracts';
import { pilotSeconds } from '../documents/pilot.js';
import {
  compressStep,
  encodeStep,
  maxLength,
  quantizeStep,
  scoreStep,
  type Step,
  type Subject,
  vocabularyStep,
} from '../documents/steps.js';
import { writeDocument } from '../documents/write-document.js';
import { DEPTHS, PILOT_DEPTHS, PRETRAIN_SHARE, scratchEpochs, sizeOf } from './ladder.js';

/** A new model to train. */
export interface NewModel extends ScratchCandidate {
  readonly layers: number;
}

/** Trainings of the pilot. */
const PILOTS = 3;

/** Peak learning rate of training a new model on a task. */
const RATE = 5e-4;

/** Three short trainings: of two sizes that learn the text first, and of the larger one on the task at once; and that with 4 bits. */
export function scratchPilotDocument(subject: Subject): string {
  const seconds = pilotSeconds(subject.request, PILOTS);
  const { small, medium } = PILOT_DEPTHS;
  const model = (layers: number, share: number) => ({ layers, ...sizeOf(layers), pretrain_share: share });
  const latency = ['latency'];
  const steps: Record<string, Step> = {
    ...dataSteps(subject),
    ...trainingSteps(subject, 'medium', model(medium, PRETRAIN_SHARE), seconds),
    'medium-score': scoreStep(subject, 'medium', latency),
    int4: compressStep('medium', 4),
    'int4-score': scoreStep(subject, 'int4'),
    ...trainingSteps(subject, 'small', model(small, PRETRAIN_SHARE), seconds),
    'small-score': scoreStep(subject, 'small', latency),
    ...trainingSteps(subject, 'direct', model(medium, 0), seconds),
    'direct-score': scoreStep(subject, 'direct'),
  };
  const says = 'Short trainings from scratch, from which `tlc fit` predicts longer ones.';
  return writeDocument(subject, 'fit-scratch-pilot', says, steps);
}

/** The pipeline that makes a candidate; its steps `model` and `score` are the model and its scores. */
export function scratchDocument(subject: Subject, { layers, bits, seconds, scratch }: Candidate): string {
  const trained = bits === 32 ? 'model' : 'tuned';
  const measures = ['parameters', 'latency'];
  const steps: Record<string, Step> = {
    ...dataSteps(subject),
    ...trainingSteps(subject, trained, { layers, ...scratch! }, seconds),
    ...(bits !== 32 && {
      model: { says: `Stores its weights with ${bits} bits each.`, ...compressStep('tuned', bits) },
      'tuned-score': scoreStep(subject, 'tuned', measures),
    }),
    score: { ...scoreStep(subject, 'model', measures), ...(bits !== 32 && { beside: 'tuned' }) },
  };
  const says = 'Written by `tlc fit`; run it again, changed or on other data, by `tlc run`.';
  return writeDocument(subject, 'fit', says, steps, {
    title: 'A model for your data',
    compare: bits === 32 ? ['model'] : ['tuned', 'model'],
  });
}

/** A pipeline that is planned and never run: planning says how large the weights of each size are, with these bits.
 * @returns the document, and the step of each size */
export function scratchSizesDocument(subject: Subject, bits: readonly number[]) {
  const { request, path } = subject;
  const steps: Record<string, Step> = dataSteps(subject);
  for (const layers of DEPTHS) {
    const name = `l${layers}`;
    Object.assign(steps, trainingSteps(subject, name, { layers, ...sizeOf(layers), pretrain_share: 0 }, 1));
    for (const each of bits) if (each < 32) steps[`${name}-b${each}`] = quantizeStep(name, each);
  }
  const stepOf = (layers: number, each: number) => (each === 32 ? `l${layers}` : `l${layers}-b${each}`);
  return { document: { name: 'fit-scratch-sizes', seed: request.seed, set: { data: path }, steps }, stepOf };
}

const dataSteps = (subject: Subject): Record<string, Step> => ({
  words: vocabularyStep(
    '${set.data}',
    { task: subject.request.task, texts: subject.look.texts },
    subject.start.vocabulary,
  ),
  rows: encodeStep(subject, 'words'),
});

/** Trains a new model for so many seconds: on the text and then on the task, or on the task at once. */
function trainingSteps(subject: Subject, name: string, model: NewModel, seconds: number): Record<string, Step> {
  const { layers, hidden, heads, pretrain_share: share } = model;
  const { rows } = subject.look;
  const architecture = { layers, hidden_size: hidden, heads, max_positions: maxLength(subject.look, subject.start) };
  const stop = (part: number) => ({
    seconds: Number((seconds * part).toPrecision(3)),
    epochs: scratchEpochs(rows.train),
  });
  const usual = {
    dataset: 'rows',
    learning_rate: RATE,
    batch_sentences: rows.train < 2000 ? 16 : 32,
    evaluations: 0,
  };
  const large = `${layers} ${layers === 1 ? 'layer' : 'layers'} of width ${hidden}`;
  if (share === 0) {
    // The schedule and decay of fine-tuning, where those of the operation are of translation
    const asTuned = { schedule: 'linear', beta2: 0.999, weight_decay: 0.01, keep: 'last', label_smoothing: 0 };
    const says = `Trains ${large} on the task.`;
    return { [name]: { says, do: 'model.train', architecture, ...usual, ...asTuned, stop: stop(1) } };
  }
  const before = `${name}-text`;
  return {
    [before]: {
      says: `Trains ${large} on the text.`,
      do: 'model.pretrain',
      dataset: 'rows',
      architecture,
      stop: stop(share),
    },
    [name]: { says: 'Trains it on the task.', do: 'model.finetune', model: before, ...usual, stop: stop(1 - share) },
  };
}
