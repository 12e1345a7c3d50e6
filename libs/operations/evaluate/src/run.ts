import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measure, type MeasuredModel, type Scores } from '#contracts';
import { engineInfo } from '#engine';
import { measureQuality, measureTranslation, runtimeMeasures, writePredictions } from '#evaluation';
import { disposeModel, type Model, modelBytes, modelShape, parameterCount, readModel } from '#models';
import { inputsOf, type OperationContext, type OperationInput, type OperationResult } from '#jobs';
import { readDataset, type SplitName } from '#text';
import type { EvaluateConfig } from './config.js';
import { RUNTIME, measuresOf } from './measures.js';

/** What an input is called in scores: the artifact's id, or the path of a folder outside the store. */
const called = (input: OperationInput): string => input.artifact?.id ?? input.path;

/** Measures a model on a split: `scores.json`, `predictions.tsv`, and where asked for GLUE's submission file. */
export async function run(context: OperationContext<EvaluateConfig>): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const [modelInput] = inputsOf(inputs, 'model');
  const [datasetInput] = inputsOf(inputs, 'dataset');
  const [besideInput] = inputsOf(inputs, 'beside');
  const dataset = await readDataset(datasetInput.path);
  const split = dataset.splits[config.split as SplitName];
  const wanted = measuresOf(config, {
    ...dataset,
    isLabelled: split?.labels !== undefined,
    ...(split && { rows: split.sentences / (split.together ?? 1) }),
  });
  const model = await readModel(modelInput.path);
  const beside = besideInput && (await readModel(besideInput.path));
  try {
    const measured = await describe(modelInput, model);
    const measures = [...sizes(measured, wanted)];
    const quality: Awaited<ReturnType<typeof measureQuality>> =
      dataset.objective === 'translation'
        ? {
            measures: await measureTranslation(
              model,
              dataset,
              { dataset: datasetInput.path, output },
              config,
              wanted,
              context,
            ),
          }
        : await measureQuality(model, dataset, config, wanted, context);
    measures.push(...quality.measures);
    if (quality.predictions) await writePredictions(output, dataset, config, quality.predictions);
    const contestants = beside ? [model, beside] : [model];
    const runtimes = wanted.some((name) => RUNTIME.includes(name))
      ? await runtimeMeasures(contestants, dataset, config, wanted, context)
      : contestants.map((): Measure[] => []);
    measures.push(...runtimes[0]);
    const scores: Scores = {
      model: measured,
      dataset: { artifact: called(datasetInput), ...(dataset.task && { task: dataset.task }), split: config.split },
      measures,
      ...(beside && { beside: await besideScores(besideInput, beside, runtimes[1], wanted) }),
    };
    await writeFile(join(output, 'scores.json'), `${JSON.stringify(scores, null, 2)}\n`);
    const { backend, tensorflow, kernels, instructionSet } = engineInfo();
    return { summary: summary(measures), environment: { backend, tensorflow, kernels, instructionSet } };
  } finally {
    disposeModel(model);
    if (beside) disposeModel(beside);
  }
}

async function describe(input: OperationInput, model: Model): Promise<MeasuredModel> {
  return {
    artifact: called(input),
    parameters: parameterCount(modelShape(model)),
    bytes: await modelBytes(input.path),
  };
}

function* sizes({ bytes, parameters }: MeasuredModel, wanted: readonly string[]): Generator<Measure> {
  if (wanted.includes('bytes')) {
    const signature = 'files:config.json+model.safetensors+tokenizer.json+tokenizer_config.json';
    yield { name: 'bytes', value: bytes, unit: 'bytes', signature };
  }
  if (wanted.includes('parameters')) {
    yield { name: 'parameters', value: parameters, signature: 'values in all tensors, zeros included' };
  }
}

async function besideScores(input: OperationInput, model: Model, runtime: Measure[], wanted: readonly string[]) {
  const measured = await describe(input, model);
  return { model: measured, measures: [...sizes(measured, wanted), ...runtime] };
}

function summary(measures: readonly Measure[]): Record<string, number> {
  return Object.fromEntries(
    measures.map(({ name, value }) => [name, Number.isInteger(value) ? value : Number(value.toPrecision(6))]),
  );
}
