import { expect, it } from '@jest/globals';
import { triedFindings } from './tried-findings.js';

it('tells the tries of each step that searched for a strength', () => {
  const config = { with: 'fisher-pruning', target: { quality_loss: 1, tries: 6 } };
  const summary = { bytes: 3e7, tries: 2, tried: '0.5: 0.44 points lost, accepted; 0.3: 2.8 points lost, rejected' };
  expect(
    triedFindings([
      { name: 'pruned', config, summary },
      { name: 'other', summary: { tokens: 3 } },
    ]),
  ).toEqual([
    'For quality_loss 1 pruned tried 2 strengths of fisher-pruning: 0.5: 0.44 points lost, accepted; 0.3: 2.8 points lost, rejected.',
  ]);
});
