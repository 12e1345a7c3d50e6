import type { Candidate } from '#contracts';
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

/** The pipeline that makes a candidate; its steps `model` and `score` are the model and its scores. */
export function chosenDocument(subject: Subject, { vocabulary, layers, bits, seconds }: Candidate): string {
  const { start, request } = subject;
  const steps: Record<string, Step> = { start: importStep(request.from) };
  let base = 'start';
  const add = (name: string, says: string, step: Step) => {
    steps[name] = { says, ...step };
    base = name;
  };
  if (vocabulary < start.vocabulary) {
    steps.words = encodeStep(subject, 'start');
    const kept = vocabulary.toLocaleString('en');
    add('trimmed', `Keeps the ${kept} word pieces that the data uses most.`, trimStep('start', vocabulary));
  }
  if (layers < start.layers) {
    const dropped = start.layers - layers;
    add('cut', `Keeps ${layers} of ${start.layers} layers.`, cutStep(base, dropped));
  }
  steps.rows = encodeStep(subject, base);
  const tuning = { says: 'Fine-tunes it.', ...tuneStep(subject, base, seconds) };
  if (bits === 32) steps.model = tuning;
  else {
    steps.tuned = tuning;
    steps.model = { says: `Stores its weights with ${bits} bits each.`, ...compressStep('tuned', bits) };
  }
  steps.score = {
    ...scoreStep(subject, 'model', ['parameters', 'latency']),
    ...(bits !== 32 && { beside: 'tuned' }),
  };
  if (bits !== 32) steps['tuned-score'] = scoreStep(subject, 'tuned', ['parameters', 'latency']);
  const compare = bits === 32 ? ['model'] : ['tuned', 'model'];
  return writeDocument(
    subject,
    'fit',
    'Written by `tlc fit`; run it again, changed or on other data, by `tlc run`.',
    steps,
    { title: 'A model for your data', compare },
  );
}
