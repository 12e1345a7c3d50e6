import type { Head, ModelShape, ParameterShape } from '../model.js';
import { isEncoded, weightFileBytes } from '../encoding/layout.js';
import { parameterCount } from '../size.js';

const TASKS: Record<Head['kind'], string> = {
  none: 'feature-extraction',
  'masked-lm': 'fill-mask',
  classification: 'text-classification',
  regression: 'text-classification',
};

/** A model card: what the model is, from its shape, and `details`, Markdown by whoever made it. */
export function modelCard(shape: ModelShape, details?: string): string {
  const { config, head, parameters } = shape;
  const encoded = parameters.filter(({ encoding }) => isEncoded(encoding));
  const facts = [
    [
      'Encoder',
      `BERT, ${config.num_hidden_layers} layers, hidden size ${config.hidden_size}, ${config.num_attention_heads} heads, feed-forward size ${config.intermediate_size}`,
    ],
    ['Vocabulary', `${config.vocab_size} tokens; inputs of up to ${config.max_position_embeddings} tokens`],
    ['Head', describeHead(head)],
    ['Parameters', parameterCount(shape).toLocaleString('en')],
    ['model.safetensors', `${weightFileBytes(shape).toLocaleString('en')} bytes`],
  ];
  return [
    '---',
    `library_name: ${encoded.length > 0 ? 'tlc' : 'transformers'}`,
    `pipeline_tag: ${TASKS[head.kind]}`,
    'tags: [bert, tlc]',
    '---',
    '',
    '# BERT encoder, made by TLC (Train Large, Then Compress)',
    '',
    '| | |',
    '|---|---|',
    ...facts.map(([name, fact]) => `| ${name} | ${fact} |`),
    '',
    encoded.length > 0 ? describeEncodings(encoded) : 'It loads in Transformers and TLC.',
    ...(details ? ['', details.trim()] : []),
    '',
  ].join('\n');
}

function describeHead(head: Head): string {
  if (head.kind === 'classification') return `classification: ${head.labels.join(', ')}`;
  return { none: 'none', 'masked-lm': 'masked language modelling', regression: 'regression' }[head.kind];
}

function describeEncodings(encoded: readonly ParameterShape[]): string {
  const kinds = new Set(encoded.map(({ encoding }) => describeEncoding(encoding!)));
  const held = `${encoded.length} tensors are held compressed: ${[...kinds].join('; ')}.`;
  return `${held} \`quantization_config\` in config.json lists them. TLC reads the file; the operation \`model.export\` writes a dense one for Transformers.`;
}

function describeEncoding({ sparse, grid }: NonNullable<ParameterShape['encoding']>): string {
  const scales = grid && { tensor: 'tensor', channel: 'row', group: `group of ${grid.groupSize}` }[grid.granularity];
  const codes =
    grid && `${grid.bits}-bit codes, ${grid.symmetric ? 'symmetric' : 'with zero points'}, a scale for each ${scales}`;
  return [sparse && 'only values that are not zero', codes].filter(Boolean).join(', ');
}
