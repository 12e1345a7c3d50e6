import { quoted, TlcError } from '#contracts';
import type { Family, ModelConfig } from '../family.js';
import type { Head, HeadKind } from '../head.js';
import type { Settings } from '../settings/reader.js';

/** How Transformers' classes end that have a head. */
const CLASS_ENDINGS: Readonly<Record<string, HeadKind>> = {
  Model: 'none',
  ForMaskedLM: 'masked-lm',
  ForSequenceClassification: 'classification',
  ForTokenClassification: 'tokens',
  ForQuestionAnswering: 'question-answering',
};

/** What `problem_type` calls the heads for sentences. */
const PROBLEMS = {
  classification: 'single_label_classification',
  'multi-label': 'multi_label_classification',
  regression: 'regression',
} as const;

const endingOf = (family: Family, kind: HeadKind): string => {
  // sentence-transformers takes the encoder alone
  if (kind === 'embeddings') kind = 'none';
  const sentence = kind === 'multi-label' || kind === 'regression' ? 'classification' : kind;
  const all = Object.entries({ ...CLASS_ENDINGS, ...family.files.classHeads });
  return all.find(([, own]) => own === sentence)![0];
};

/** What `config.json` says of a head, so that Transformers makes the right class of it. */
export function headSettings(family: Family, { model_type: type }: ModelConfig, head: Head): Settings {
  const architectures = [`${family.files.classes[type]}${endingOf(family, head.kind)}`];
  const problem = PROBLEMS[head.kind as keyof typeof PROBLEMS];
  const labels = 'labels' in head ? head.labels : head.kind === 'regression' ? ['score'] : undefined;
  return {
    architectures,
    ...(problem && { problem_type: problem }),
    ...(labels && {
      id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
      label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
    }),
  };
}

/** The head that `architectures` names, or the one whose tensors the file has where it names none.
 *
 * @param names of the tensors, as TLC has them
 * @throws TlcError MODEL_UNSUPPORTED; MODEL_CONFIG_INVALID where the labels are not numbered from 0 on */
export function readHead(
  family: Family,
  { model_type: type }: ModelConfig,
  settings: Settings,
  names: Iterable<string>,
  source: string,
): Head {
  const { architectures } = settings;
  const named: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  const classes = Object.entries({ ...CLASS_ENDINGS, ...family.files.classHeads })
    .filter(([, kind]) => kind === 'none' || kind in family.heads)
    .map(([ending, kind]) => [`${family.files.classes[type]}${ending}`, kind] as const);
  const kind = named === undefined ? guessed(family, names) : classes.find(([name]) => name === named)?.[1];
  switch (kind) {
    case undefined: {
      const known = classes.map(([name]) => name).join(', ');
      const message = `${source}: architectures names ${quoted(named)}; TLC has ${known}.`;
      throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: 'architectures', value: named } });
    }
    case 'classification':
      return readSentenceHead(settings, source);
    case 'tokens':
      return { kind, labels: readLabels(settings, source) };
    default:
      return { kind } as Head;
  }
}

/** The head whose tensors there are. */
function guessed({ files }: Family, names: Iterable<string>): HeadKind {
  const own = [...names].filter((name) => files.heads.some((part) => name === part || name.startsWith(`${part}.`)));
  if (own.some((name) => name.startsWith('qa_outputs.'))) return 'question-answering';
  if (own.some((name) => name.startsWith('classifier.'))) return 'classification';
  return own.length > 0 ? 'masked-lm' : 'none';
}

function readSentenceHead(settings: Settings, source: string): Head {
  const labels = readLabels(settings, source);
  const problem = settings.problem_type ?? (labels.length === 1 ? PROBLEMS.regression : PROBLEMS.classification);
  if (problem === PROBLEMS.classification) return { kind: 'classification', labels };
  if (problem === PROBLEMS['multi-label']) return { kind: 'multi-label', labels };
  if (problem === PROBLEMS.regression && labels.length === 1) return { kind: 'regression' };
  const message = `${source}: problem_type is ${quoted(problem)} with ${labels.length} labels; TLC has regression with one, single_label_classification and multi_label_classification.`;
  throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: 'problem_type', value: problem } });
}

/** Transformers gives a model without `id2label` two labels, or as many as `num_labels` says. */
function readLabels({ id2label, num_labels: count = 2 }: Settings, source: string): string[] {
  const given = id2label ?? Object.fromEntries(Array.from({ length: Number(count) }, (_, i) => [i, `LABEL_${i}`]));
  const labels = Object.keys(given).map((_, i) => (given as Record<string, unknown>)[i]);
  if (labels.length > 0 && labels.every((label) => typeof label === 'string')) return labels;
  const message = `${source}: id2label is ${quoted(given)}, expected a text for each number from 0 on.`;
  throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { setting: 'id2label', value: given } });
}
