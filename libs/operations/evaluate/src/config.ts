import {
  ChoiceKey,
  FlagKey,
  IntegerKey,
  IntegerListKey,
  LABEL_MAPPING,
  NumberKey,
  TextListKey,
  TextMapKey,
} from '#contracts';
import { BLEU_TOKENIZERS } from '#metrics/translation';

/** Config of `evaluate`. */
export class EvaluateConfig {
  @ChoiceKey('split of the data set; the last two are the second halves of MNLI', [
    'train',
    'dev',
    'test',
    'dev_mismatched',
    'test_mismatched',
  ])
  readonly split: string = 'dev';

  @TextListKey('what to measure; left out: the task’s own metrics, loss, bytes, parameters and latency', {
    choices: [
      'accuracy',
      'f1',
      'f1_micro',
      'f1_macro',
      'f1_weighted',
      'balanced_accuracy',
      'matthews',
      'pearson',
      'spearman',
      'bleu',
      'bleu_lowercase',
      'chrf',
      'ter',
      'loss',
      'perplexity',
      'bytes',
      'parameters',
      'onnx_bytes',
      'latency',
      'throughput',
    ],
    optional: true,
  })
  readonly measure?: string[];

  @TextMapKey(LABEL_MAPPING, { optional: true })
  readonly labels?: Readonly<Record<string, string>>;

  @IntegerKey('threads of ONNX Runtime for latency and throughput', { min: 1, max: 1024 })
  readonly threads: number = 1;

  @IntegerListKey('batch sizes of the throughput', { min: 1, max: 4096 })
  readonly batches: number[] = [1, 32];

  @FlagKey(
    'write the file that GLUE takes: of a GLUE task, with split: test (of MNLI also test_mismatched), all rows of its test set',
  )
  readonly submission: boolean = false;

  @IntegerKey('of a translation: continuations of a source that are followed at once', { min: 1, max: 100 })
  readonly beams: number = 5;

  @NumberKey(
    'of a translation: a text’s score is the sum of its log-probabilities divided by its length to this power',
    { min: 0, max: 5 },
  )
  readonly length_penalty: number = 1;

  @FlagKey('of a translation: bleu compares in lower case')
  readonly lowercase: boolean = false;

  @ChoiceKey(
    'of a translation: tokenizer of bleu; none: the references are tokenized already, and what was learned from them is translated so',
    Object.keys(BLEU_TOKENIZERS),
  )
  readonly tokenize: string = '13a';

  withoutEffect() {
    const measures = (name: string, byDefault: boolean) => this.measure?.includes(name) ?? byDefault;
    const [latency, throughput] = [measures('latency', true), measures('throughput', false)];
    return [
      ...(throughput || this.batches.join() === '1,32'
        ? []
        : [{ key: 'batches', message: 'throughput is not measured' }]),
      ...(latency || throughput || this.threads === 1
        ? []
        : [{ key: 'threads', message: 'neither latency nor throughput is measured' }]),
    ];
  }
}
