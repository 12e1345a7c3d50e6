import { stringify } from 'yaml';
import {
  dimensions,
  familyOf,
  hasTransformersClass,
  isEncoded,
  parameterCount,
  weightFileBytes,
  type CodebookSpec,
  type GridSpec,
  type Head,
  type ModelShape,
  type ParameterShape,
} from '#families';

const TASKS: Record<Head['kind'], string> = {
  none: 'feature-extraction',
  'masked-lm': 'fill-mask',
  'seq2seq-lm': 'translation',
  classification: 'text-classification',
  'multi-label': 'text-classification',
  regression: 'text-classification',
  tokens: 'token-classification',
  'question-answering': 'question-answering',
  'replaced-tokens': 'feature-extraction',
  embeddings: 'sentence-similarity',
};

const LIBRARIES: Partial<Record<Head['kind'], string>> = { embeddings: 'sentence-transformers' };

const HEADS: Record<Head['kind'], string> = {
  none: 'none',
  'masked-lm': 'masked language modelling',
  'seq2seq-lm': 'translation',
  classification: 'classification',
  'multi-label': 'classification with any number of labels',
  regression: 'regression',
  tokens: 'classification of tokens',
  'question-answering': 'question answering',
  'replaced-tokens': 'detection of replaced tokens',
  embeddings: 'embeddings of texts',
};

/** What the maker of a model says in its card. */
export interface CardContent {
  /** Markdown that the card ends with. */
  readonly card?: string;
  /** Keys of the front matter as the hub has them: `license`, `base_model`, `datasets`, `metrics`, `model-index`. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Whether the folder has model.safetensors, and whether compressed-tensors holds its weights. */
  readonly weights?: boolean | 'compressed-tensors';
  /** Of model.safetensors, where they are not those of the shape in TLC's own form. */
  readonly bytes?: number;
}

/** The task of the hub that a head does. */
export const hubTask = (head: Head): string => TASKS[head.kind];

/** A model card: what the model is, from its shape, and what its maker says. */
export function modelCard(
  shape: ModelShape,
  { card: details, facts, weights = true, bytes = weightFileBytes(shape) }: CardContent = {},
): string {
  const { config, head, parameters } = shape;
  const { title, id } = familyOf(config);
  const { layers, hidden, heads, inner, vocabulary, positions } = dimensions(config);
  const encoded = parameters.filter(({ encoding }) => isEncoded(encoding));
  const hasClass = hasTransformersClass(config);
  const isForeign = weights === 'compressed-tensors';
  const isOwn = (encoded.length > 0 && !isForeign) || config.structure !== undefined || !hasClass;
  const library = !weights ? 'onnx' : isOwn ? 'tlc' : (LIBRARIES[head.kind] ?? 'transformers');
  const table = [
    ['Encoder', `${title}, ${layers} layers, hidden size ${hidden}, ${heads} heads, feed-forward size ${inner}`],
    ['Vocabulary', `${vocabulary} tokens; inputs of up to ${positions} tokens`],
    ['Head', describeHead(head)],
    ['Parameters', parameterCount(shape).toLocaleString('en')],
    ...(weights ? [['model.safetensors', `${bytes.toLocaleString('en')} bytes`]] : []),
  ];
  return [
    '---',
    `library_name: ${library}`,
    `pipeline_tag: ${TASKS[head.kind]}`,
    `tags: [${id}, tlc]`,
    ...(facts && Object.keys(facts).length > 0 ? [stringify(facts, { lineWidth: 0 }).trimEnd()] : []),
    '---',
    '',
    `# ${title} encoder, made by TLC (Train Large, Then Compress)`,
    '',
    '| | |',
    '|---|---|',
    ...table.map(([name, fact]) => `| ${name} | ${fact} |`),
    '',
    ...describeStructure(shape),
    ...(weights && !isForeign && encoded.length > 0 ? [describeEncodings(encoded)] : []),
    !weights
      ? IN_ONNX
      : hasClass
        ? isOwn
          ? config.structure?.layers
            ? UNSAID
            : LOADS
          : isForeign
            ? BY_LIBRARY
            : 'It loads in Transformers and TLC.'
        : OWN,
    ...(details ? ['', details.trim()] : []),
    '',
  ].join('\n');
}

/** A folder without weights of its own. */
const IN_ONNX =
  '`onnx/model.onnx` is the model for ONNX Runtime; its inputs are the tokens of the tokenizer beside it.';

/** How a file is read that Transformers cannot read. */
const LOADS = 'TLC reads the file; the operation `model.export` writes a dense one for Transformers.';

/** Of weights that another library unpacks. */
const BY_LIBRARY =
  'It loads in TLC, and in Transformers where Python’s `compressed-tensors` is installed: the weights are the integers that the method chose.';

/** Of a type that Transformers does not have. */
const OWN =
  'TLC reads the file; Transformers has no such model. The operation `model.export` writes it for ONNX Runtime.';

/** Of layers that the family's config.json cannot say. */
const UNSAID = 'TLC reads the file, Transformers cannot. The operation `model.export` writes it for ONNX Runtime.';

/** What a linear layer of a form is. */
const FORMS = { 'low-rank': 'products of two thin matrices', kronecker: 'Kronecker products of two small matrices' };

/** What the config's sizes do not say. */
function describeStructure({ config: { structure = {} } }: ModelShape): string[] {
  const { layers, heads = {}, inner = {}, forms = {}, shared = {} } = structure;
  const lists = Object.values(heads);
  const widths = Object.values(inner);
  return [
    ...(layers ? [`Of the layers of its config these are left: ${layers.join(', ')}.`] : []),
    ...(lists.length > 0
      ? [`Heads are gone from ${lists.length} layers, which have ${range(lists.map(sizeOf))}.`]
      : []),
    ...(Object.keys(shared).length > 0 ? [`${Object.keys(shared).length} layers use the parameters of others.`] : []),
    ...(widths.length > 0 ? [`The feed-forward size of ${widths.length} layers is ${range(widths)}.`] : []),
    ...Object.entries(FORMS).flatMap(([kind, words]) => {
      const count = Object.values(forms).filter((form) => form.kind === kind).length;
      return count > 0 ? [`${count} linear layers are ${words}.`] : [];
    }),
  ];
}

const sizeOf = ({ length }: { readonly length: number }) => length;

function range(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

function describeHead(head: Head): string {
  if (head.kind === 'embeddings') {
    const pooled = `${HEADS.embeddings}: ${head.pooling.join(', ')} of the tokens`;
    return head.normalize ? `${pooled}, divided by its length` : pooled;
  }
  return 'labels' in head ? `${HEADS[head.kind]}: ${head.labels.join(', ')}` : HEADS[head.kind];
}

function describeEncodings(encoded: readonly ParameterShape[]): string {
  const kinds = new Set(encoded.map(({ encoding }) => describeEncoding(encoding!)));
  const held = `${encoded.length} tensors are held compressed: ${[...kinds].join('; ')}.`;
  return `${held} \`quantization_config\` in config.json lists them.`;
}

function describeEncoding({ sparse, grid, codebook }: NonNullable<ParameterShape['encoding']>): string {
  const codes =
    grid &&
    `${grid.bits}-bit codes, ${grid.symmetric ? 'symmetric' : 'with zero points'}, a scale for each ${sharing(grid)}`;
  return [sparse && 'only values that are not zero', codes, codebook && describeCodebook(codebook)]
    .filter(Boolean)
    .join(', ');
}

function describeCodebook(codebook: CodebookSpec): string {
  const { kind, bits, precision, coding } = codebook;
  const values = {
    'k-means': `${bits}-bit codes of centroids`,
    nf4: 'codes of NormalFloat 4 with a scale',
    ternary: 'ternary codes with a scale',
  }[kind];
  return `${values} in ${precision} for each ${sharing(codebook)}${coding ? ', by Huffman' : ''}`;
}

/** What shares a scale. */
const sharing = ({ granularity, groupSize }: Pick<GridSpec, 'granularity' | 'groupSize'>) =>
  ({ tensor: 'tensor', channel: 'row', group: `group of ${groupSize}` })[granularity];
