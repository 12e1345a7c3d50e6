import type { LoadedModel, TranslatedText } from '#contracts';
import { type Answer, ranked } from '../answer.js';
import { wrong } from './inference-request.js';

/** A tensor of the Open Inference Protocol in JSON; `data` row by row. */
export interface Tensor {
  readonly name: string;
  readonly datatype: 'BYTES' | 'FP32';
  readonly shape: readonly number[];
  readonly data: readonly (string | number)[];
}

/** What a model of a kind answers with: a class model the most probable `label` of each text and the `probabilities` of
 * all classes, in the order that the model's metadata says; in regression a `score`; of an embeddings model a `vector`; of a
 * translation model the `translation` and its `score`. */
export function outputsOf({ kind, labels }: Pick<LoadedModel, 'kind' | 'labels'>): Omit<Tensor, 'data'>[] {
  if (kind === 'embeddings') return [{ name: 'vector', datatype: 'FP32', shape: [-1, -1] }];
  if (kind === 'translation') {
    return [
      { name: 'translation', datatype: 'BYTES', shape: [-1] },
      { name: 'score', datatype: 'FP32', shape: [-1] },
    ];
  }
  if (kind === 'regression') return [{ name: 'score', datatype: 'FP32', shape: [-1] }];
  return [
    { name: 'label', datatype: 'BYTES', shape: [-1] },
    { name: 'probabilities', datatype: 'FP32', shape: [-1, labels.length] },
  ];
}

/** @param wanted names of outputs; undefined: all. @throws TlcError CONFIG_WRONG_VALUE for one that there is not */
export function tensorsOf(
  answers: readonly Answer[],
  model: Pick<LoadedModel, 'kind' | 'labels'>,
  wanted?: readonly string[],
): Tensor[] {
  return wantedOutputs(model, wanted).map(({ name, datatype, shape }) => ({
    name,
    datatype,
    shape: [answers.length, ...shape.slice(1).map((size) => (size < 0 ? (answers[0]?.length ?? 0) : size))],
    data:
      name === 'label'
        ? answers.map((answer) => ranked(answer, model.labels, 1)[0].label)
        : answers.flatMap((answer) => [...answer]),
  }));
}

/** The best translation of each text. @throws TlcError CONFIG_WRONG_VALUE for an output that there is not */
export function translationTensors(
  translations: readonly (readonly TranslatedText[])[],
  wanted?: readonly string[],
): Tensor[] {
  return wantedOutputs({ kind: 'translation', labels: [] }, wanted).map((output) => ({
    ...output,
    shape: [translations.length],
    data: translations.map(([{ text, score }]) => (output.name === 'translation' ? text : score)),
  }));
}

function wantedOutputs(
  model: Pick<LoadedModel, 'kind' | 'labels'>,
  wanted: readonly string[] = [],
): Omit<Tensor, 'data'>[] {
  const outputs = outputsOf(model);
  const names = outputs.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw wrong('outputs', unknown, `one of ${names.join(', ')}`);
  return outputs.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}
