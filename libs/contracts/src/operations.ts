import {
  CompressConfig,
  DatasetEncodeConfig,
  EvaluateConfig,
  EvaluateTextsConfig,
  ModelExportConfig,
  ModelImportConfig,
  PretrainConfig,
  FinetuneConfig,
  TokenizerLearnConfig,
} from './configs/operations.js';
import { type GivenKeys, datasetEncodeRules, pretrainRules } from './configs/rules.js';
import type { ConfigClass } from './schema/keys.js';

/** The services that do jobs. `pipelines` plans and dispatches them. */
export const JOB_SERVICES = ['tokenization', 'training', 'pruning', 'quantization', 'evaluation'] as const;
export type JobService = (typeof JOB_SERVICES)[number];

/** What an artifact holds. */
export type ArtifactKind = 'tokenizer' | 'dataset' | 'model' | 'scores' | 'export';

/** An input of an operation. `files`: a path to a file or folder; else an artifact of that kind (a step's name,
 * `artifact:ID`, or the path of a folder in that form, such as a Hugging Face model folder). */
export interface InputSpec {
  readonly name: string;
  readonly takes: 'files' | ArtifactKind;
  /** Another kind whose artifacts hold one, too: a model has its tokenizer. */
  readonly orOf?: ArtifactKind;
  readonly optional?: boolean;
  /** Takes a list of one or more. */
  readonly list?: boolean;
  readonly description: string;
}

export interface OperationSpec {
  readonly name: string;
  /** The service whose queue its jobs go to; `compress` goes where the plugin's kind says. */
  readonly service: JobService | 'by plugin';
  readonly makes: ArtifactKind;
  readonly inputs: readonly InputSpec[];
  readonly config: ConfigClass;
  /** What must hold between its keys and inputs, beyond what the class says; the planner and the job call it.
   * @throws TlcError naming the key */
  readonly rules?: (given: GivenKeys<never>) => void;
  /** Keeps the processor busy for seconds or more, so that it would disturb the clock of a training beside it. */
  readonly heavy: boolean;
  /** Part of the recipe: raised when the same config gives other bytes than before. */
  readonly version: number;
  readonly description: string;
  /** A step as it stands in a pipeline. */
  readonly example: Readonly<Record<string, unknown>>;
}

const model: InputSpec = { name: 'model', takes: 'model', description: 'the model to start from' };
const dataset: InputSpec = { name: 'dataset', takes: 'dataset', description: 'the encoded data set' };
const tokenizer: InputSpec = {
  name: 'tokenizer',
  takes: 'tokenizer',
  orOf: 'model',
  description: 'the tokenizer; of a model its own is meant',
};

/** Every operation that a step can `do`. docs/pipelines.md is made from this. */
export const OPERATIONS: readonly OperationSpec[] = [
  {
    name: 'tokenizer.learn',
    service: 'tokenization',
    makes: 'tokenizer',
    inputs: [
      { name: 'corpus', takes: 'files', description: 'text files to learn from (the training split of a folder)' },
    ],
    config: TokenizerLearnConfig,
    heavy: true,
    version: 1,
    description: 'Learns a vocabulary from text.',
    example: { do: 'tokenizer.learn', corpus: 'data/SST-2', column: 'sentence', vocab_size: 8000 },
  },
  {
    name: 'dataset.encode',
    service: 'tokenization',
    makes: 'dataset',
    inputs: [
      tokenizer,
      { name: 'text', takes: 'files', optional: true, description: 'text for language modelling' },
      { name: 'from', takes: 'files', optional: true, description: 'folder of tab-separated files of a task' },
    ],
    config: DatasetEncodeConfig,
    rules: datasetEncodeRules,
    heavy: true,
    version: 1,
    description: 'Turns text into token ids, for language modelling (`text`) or for a task (`from` with `task`).',
    example: { do: 'dataset.encode', tokenizer: 'vocabulary', task: 'glue/sst2', from: 'data/SST-2' },
  },
  {
    name: 'model.import',
    service: 'training',
    makes: 'model',
    inputs: [{ name: 'from', takes: 'files', description: 'a folder in Hugging Face layout' }],
    config: ModelImportConfig,
    heavy: false,
    version: 1,
    description: 'Takes a model that somebody else trained.',
    example: { do: 'model.import', from: 'models/MiniLM' },
  },
  {
    name: 'model.pretrain',
    service: 'training',
    makes: 'model',
    inputs: [dataset, { ...model, optional: true, description: 'a model to go on from, instead of an architecture' }],
    config: PretrainConfig,
    rules: pretrainRules,
    heavy: true,
    version: 1,
    description: 'Trains an encoder by masked language modelling.',
    example: {
      do: 'model.pretrain',
      dataset: 'corpus',
      architecture: { layers: 4, hidden_size: 256, heads: 4 },
      stop: { seconds: 60 },
    },
  },
  {
    name: 'model.finetune',
    service: 'training',
    makes: 'model',
    inputs: [model, dataset],
    config: FinetuneConfig,
    heavy: true,
    version: 1,
    description: 'Trains a model on a labelled task; a head for it is added where the model has none.',
    example: { do: 'model.finetune', model: 'pretrained', dataset: 'sst2', stop: { epochs: 1 } },
  },
  {
    name: 'compress',
    service: 'by plugin',
    makes: 'model',
    inputs: [model, { ...dataset, optional: true, description: 'data for methods that train or calibrate' }],
    config: CompressConfig,
    heavy: true,
    version: 1,
    description: 'Applies a compression plugin.',
    example: { do: 'compress', with: 'uniform-quantization', model: 'tuned', config: { bits: 4 } },
  },
  {
    name: 'model.export',
    service: 'quantization',
    makes: 'export',
    inputs: [model],
    config: ModelExportConfig,
    heavy: false,
    version: 1,
    description: 'Writes a model for other runtimes.',
    example: { do: 'model.export', model: 'int4', formats: ['onnx'] },
  },
  {
    name: 'evaluate',
    service: 'evaluation',
    makes: 'scores',
    inputs: [
      model,
      dataset,
      {
        name: 'beside',
        takes: 'model',
        optional: true,
        description: 'an uncompressed model, whose speed is measured in turn',
      },
    ],
    config: EvaluateConfig,
    heavy: true,
    version: 1,
    description: 'Measures a model on a split: quality, size and speed.',
    example: {
      do: 'evaluate',
      model: 'int4',
      dataset: 'sst2',
      beside: 'tuned',
      measure: ['accuracy', 'bytes', 'latency'],
    },
  },
  {
    name: 'evaluate.texts',
    service: 'evaluation',
    makes: 'scores',
    inputs: [
      { name: 'hypotheses', takes: 'files', description: 'a text file, one segment a line' },
      { name: 'references', takes: 'files', list: true, description: 'text files with as many lines' },
    ],
    config: EvaluateTextsConfig,
    heavy: false,
    version: 1,
    description: 'BLEU of translations against one or more references.',
    example: { do: 'evaluate.texts', hypotheses: 'out.de', references: ['ref.de'] },
  },
];

/** The operation of this name, or undefined. */
export function findOperation(name: string): OperationSpec | undefined {
  return OPERATIONS.find((operation) => operation.name === name);
}

/** Whether an input takes an artifact of this kind. */
export function takesKind({ takes, orOf }: InputSpec, kind: ArtifactKind): boolean {
  return kind === takes || kind === orOf;
}
