import { type Cell, cellsOf, denseStep, scoreOf } from './cells.js';
import type { StudyDocument } from './config.js';
import { quantizeStep, type Step, vocabularyStep } from '../documents/steps.js';

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
    if (cell.bits === undefined && cell.sparsity === undefined) Object.assign(steps, trainingOf(cell, study));
    else steps[cell.step] = compressionOf(cell);
    const measure = ['accuracy', 'bytes', 'parameters'];
    steps[scoreOf(cell.step)] = { do: 'evaluate', model: cell.step, dataset: 'rows', measure };
  }
  const compare = cells.filter(({ seed, seconds }) => seed === first && seconds === longest).map(({ step }) => step);
  return { name, steps, report: { title: `${name}: sizes, times and compression`, compare } };
}

/** Pre-training on the task's own text (masked language modelling), and fine-tuning for the rest of the time. */
function trainingOf({ size, seed, seconds, step }: Cell, study: StudyDocument['study']): Record<string, Step> {
  const { sizes, max_length: positions, pretrain_share: share } = study;
  const rate = study.rates[size] === undefined ? {} : { learning_rate: study.rates[size] };
  const before = `${step}-pre`;
  return {
    [before]: {
      do: 'model.pretrain',
      dataset: 'rows',
      architecture: { max_positions: positions, ...(sizes[size] as object) },
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
      ...rate,
      ...study.finetune,
      seed,
      stop: { seconds: seconds * (1 - share) },
    },
  };
}

function compressionOf(cell: Cell): Step {
  const { bits, sparsity } = cell;
  const dense = denseStep(cell);
  if (bits !== undefined) return quantizeStep(dense, bits);
  return { do: 'compress', with: 'magnitude-pruning', model: dense, config: { sparsity } };
}
