import { type Cell, cellsOf, denseStep, scoreOf, stepName } from './cells.js';
import { preTraining, type StudyConfig, type StudyDocument } from './config.js';
import { AT_ONCE, quantizeStep, type Step, vocabularyStep } from '../documents/steps.js';

/** The ordinary pipeline that a study stands for. */
export function studyPipeline({ name, study }: StudyDocument): Record<string, unknown> {
  const { data, task, text_columns: texts, label_column: label, dev_share: share } = study;
  const steps: Record<string, Step> = {
    vocabulary: vocabularyStep(data, { task, texts }, study.vocab_size),
    rows: {
      do: 'dataset.encode',
      tokenizer: 'vocabulary',
      from: data,
      max_length: study.max_length,
      ...(task !== undefined && { task }),
      ...(texts && { text_columns: texts }),
      ...(label !== undefined && { label_column: label }),
      ...(share !== undefined && { dev_share: share }),
    },
  };
  const cells = cellsOf(study);
  const [first] = study.seeds;
  const longest = Math.max(...study.seconds);
  for (const cell of cells) {
    if (isKept(cell, study)) steps[cell.step] = keptOf(cell, study);
    else if (cell.bits === undefined && cell.sparsity === undefined) Object.assign(steps, trainingOf(cell, study));
    else steps[cell.step] = compressionOf(cell);
    const measure = ['accuracy', 'bytes', 'parameters'];
    steps[scoreOf(cell.step)] = { do: 'evaluate', model: cell.step, dataset: 'rows', measure };
  }
  const compare = cells.filter(({ seed, seconds }) => seed === first && seconds === longest).map(({ step }) => step);
  return { name, steps, report: { title: `${name}: sizes, times and compression`, compare } };
}

/** Pre-training on the task's own text (masked language modelling), and fine-tuning for the rest of the time; without a share
 * for the former, training on the task at once. */
function trainingOf({ size, seed, seconds, step }: Cell, study: StudyConfig): Record<string, Step> {
  const { sizes, max_length: positions, pretrain_share: share } = study;
  const rate = study.rates[size] === undefined ? {} : { learning_rate: study.rates[size] };
  const architecture = { max_positions: positions, ...(sizes[size] as object) };
  const late = checkpointsOf(study, seconds);
  const tuning = { ...rate, ...study.finetune, ...(late.length > 0 && { checkpoints: { seconds: late } }), seed };
  if (share === 0) return { [step]: { ...AT_ONCE, architecture, ...tuning, stop: { seconds } } };
  const before = `${step}-pre`;
  return {
    [before]: {
      do: 'model.pretrain',
      dataset: 'rows',
      architecture,
      ...rate,
      ...study.pretrain,
      seed,
      stop: { seconds: seconds * share },
    },
    [step]: {
      do: 'model.finetune',
      model: before,
      dataset: 'rows',
      evaluations: 0,
      ...tuning,
      stop: { seconds: seconds * (1 - share) },
    },
  };
}

/** Whether the model of a cell is one that the longest training keeps on its way. */
const isKept = ({ seconds }: Cell, study: StudyConfig) =>
  study.curve === 'checkpoints' && seconds < Math.max(...study.seconds);

/** Seconds of the longest training, after what is pre-training of it, at which it keeps the models of shorter times. */
function checkpointsOf(study: StudyConfig, seconds: number): number[] {
  if (study.curve !== 'checkpoints') return [];
  return study.seconds.filter((each) => each < seconds).map((each) => tuned(each, study));
}

const tuned = (seconds: number, study: StudyConfig) => Number((seconds - preTraining(study)).toFixed(3));

/** The model of a shorter time, out of the longest training. */
function keptOf({ size, seed, seconds }: Cell, study: StudyConfig): Step {
  const model = stepName({ size, seed, seconds: Math.max(...study.seconds) });
  return { do: 'model.checkpoint', model, seconds: tuned(seconds, study) };
}

function compressionOf(cell: Cell): Step {
  const { bits, sparsity } = cell;
  const dense = denseStep(cell);
  if (bits !== undefined) return quantizeStep(dense, bits);
  return { do: 'compress', with: 'magnitude-pruning', model: dense, config: { sparsity } };
}
