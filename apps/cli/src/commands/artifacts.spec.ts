import { expect, it } from '@jest/globals';
import type { Ancestor } from '#contracts';
import { lineageTree } from './artifacts.js';

it('shows what an artifact was made from as a tree, what is there twice once', () => {
  const lineage: Ancestor[] = [
    {
      id: 'a'.repeat(64),
      operation: 'evaluate',
      seconds: 2,
      inputs: { model: 'b'.repeat(64), dataset: 'c'.repeat(64) },
    },
    { id: 'b'.repeat(64), operation: 'model.finetune', seconds: 30, inputs: { dataset: 'c'.repeat(64) } },
    { id: 'c'.repeat(64), operation: 'dataset.encode', seconds: 5, inputs: { tokenizer: 'd'.repeat(64) } },
    { id: 'd'.repeat(64), inputs: {} },
  ];
  expect(lineageTree(lineage).split('\n')).toEqual([
    'aaaaaaaaaaaa  evaluate  2.0 s',
    '  model: bbbbbbbbbbbb  model.finetune  30 s',
    '    dataset: cccccccccccc  dataset.encode  5.0 s',
    '      tokenizer: dddddddddddd  not in the store any more',
    '  dataset: cccccccccccc  dataset.encode  5.0 s  (as above)',
  ]);
  expect(lineageTree([])).toBe('');
});
