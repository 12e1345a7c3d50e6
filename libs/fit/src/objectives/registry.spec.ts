import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findObjectives, maskedShare, OBJECTIVES, usualObjective } from './registry.js';

const foldersOf = (url: URL) =>
  readdirSync(url, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

describe('objectives', () => {
  it('are the folders beside this file, each called as its folder', () => {
    expect(OBJECTIVES.map(({ id }) => id)).toEqual(foldersOf(new URL('./', import.meta.url)));
  });

  it('are found in a folder that was put there, with no list to edit', async () => {
    const found = await findObjectives(new URL('../fixtures/objectives/', import.meta.url));
    expect(found).toMatchObject([{ id: 'told-apart', masked: 0.2 }]);
  });

  it('of pre-training and of fine-tuning have one each that is meant where none is named', () => {
    for (const phase of ['pretrain', 'finetune'] as const) {
      expect(OBJECTIVES.filter((objective) => objective.phase === phase && objective.isDefault)).toHaveLength(1);
    }
    expect(usualObjective('pretrain').id).toBe('masked-lm');
  });
});

describe('the share of masked tokens', () => {
  it('is that of the objective, 15 % of replaced tokens as in ELECTRA, where the config has none', () => {
    expect(maskedShare({ objective: 'replaced-tokens' })).toBe(0.15);
    expect(maskedShare({ objective: 'masked-lm' })).toBe(0.3);
    expect(maskedShare({})).toBe(0.3);
    expect(maskedShare({ objective: 'replaced-tokens', mask_probability: 0.25 })).toBe(0.25);
  });

  it('is asked of no objective that learns from labels', () => {
    expect(() => maskedShare({ objective: 'task' })).toThrow('masks no tokens');
  });
});
