import { TlcError } from '#contracts';
import type { Head } from '../model.js';

type Settings = Readonly<Record<string, unknown>>;

/** What `config.json` says of a head, so that Transformers makes the right class of it. */
export function headSettings(head: Head): Settings {
  switch (head.kind) {
    case 'none':
      return { architectures: ['BertModel'] };
    case 'masked-lm':
      return { architectures: ['BertForMaskedLM'] };
    case 'classification':
      return {
        architectures: ['BertForSequenceClassification'],
        problem_type: 'single_label_classification',
        id2label: Object.fromEntries(head.labels.map((label, i) => [i, label])),
        label2id: Object.fromEntries(head.labels.map((label, i) => [label, i])),
      };
    case 'regression':
      return {
        architectures: ['BertForSequenceClassification'],
        problem_type: 'regression',
        id2label: { 0: 'score' },
        label2id: { score: 0 },
      };
  }
}

/** The head that `architectures` names, or the one whose tensors the file has where it names none.
 *
 * @param names of the tensors, as TLC has them
 * @throws TlcError MODEL_UNSUPPORTED; MODEL_CONFIG_INVALID where the labels are not numbered from 0 on */
export function readHead(settings: Settings, names: ReadonlySet<string>, source: string): Head {
  const { architectures } = settings;
  const named: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  const has = (part: string) => [...names].some((name) => name.startsWith(part));
  const guessed = has('classifier.') ? 'BertForSequenceClassification' : has('cls.') ? 'BertForMaskedLM' : 'BertModel';
  switch (named ?? guessed) {
    case 'BertModel':
      return { kind: 'none' };
    case 'BertForMaskedLM':
    case 'BertForPreTraining':
      return { kind: 'masked-lm' };
    case 'BertForSequenceClassification':
      return readSentenceHead(settings, source);
    default: {
      const known = 'BertModel, BertForMaskedLM, BertForPreTraining and BertForSequenceClassification';
      const message = `${source}: architectures names ${JSON.stringify(named)}; TLC has ${known}.`;
      throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: 'architectures', value: named } });
    }
  }
}

function readSentenceHead(settings: Settings, source: string): Head {
  const labels = readLabels(settings, source);
  const problem = settings.problem_type ?? (labels.length === 1 ? 'regression' : 'single_label_classification');
  if (problem === 'single_label_classification') return { kind: 'classification', labels };
  if (problem === 'regression' && labels.length === 1) return { kind: 'regression' };
  const message = `${source}: problem_type is ${JSON.stringify(problem)} with ${labels.length} labels; TLC has regression with one and single_label_classification.`;
  throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: 'problem_type', value: problem } });
}

/** Transformers gives a model without `id2label` two labels, or as many as `num_labels` says. */
function readLabels({ id2label, num_labels: count = 2 }: Settings, source: string): string[] {
  const given = id2label ?? Object.fromEntries(Array.from({ length: Number(count) }, (_, i) => [i, `LABEL_${i}`]));
  const labels = Object.keys(given).map((_, i) => (given as Record<string, unknown>)[i]);
  if (labels.length > 0 && labels.every((label) => typeof label === 'string')) return labels;
  const message = `${source}: id2label is ${JSON.stringify(given)}, expected a text for each number from 0 on.`;
  throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { setting: 'id2label', value: given } });
}
