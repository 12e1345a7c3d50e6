import { expect, it } from '@jest/globals';
import { noiseFindings } from './noise-findings.js';

const step = (critical_batch_tokens: number) => ({
  name: 'pretrained',
  summary: { steps: 100, tokens: 400_000, critical_batch_tokens },
});

it.each([
  [12_300, '12.3 k tokens: larger batches would need fewer updates.'],
  [3000, '3.00 k tokens: the batch is near it.'],
  [1200, '1.20 k tokens: smaller batches would learn as much from fewer tokens.'],
])('says of a critical batch size of %d beside batches of 4,000 tokens what another would do', (critical, words) => {
  expect(noiseFindings([step(critical)])).toEqual([
    `An update of pretrained saw 4.00 k tokens; by its gradient noise the critical batch size is ${words}`,
  ]);
});

it('says nothing of a step that did not measure it', () => {
  expect(noiseFindings([{ name: 'sst2', summary: { tokens: 1000 } }])).toEqual([]);
});
