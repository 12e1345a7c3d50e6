import { expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import type { JobEvent } from '#contracts';
import { createLineView } from './line-view.js';

const event = (type: string, more: object) =>
  ({ run: 'r', step: 'tuned', service: 'training', time: '2026-01-01', type, ...more }) as JobEvent;

it('says how far a step is at most once in ten seconds', () => {
  const lines: string[] = [];
  let now = 0;
  const colours = picocolors.createColors(false);
  const terminal = {
    print: () => {},
    note: (text: string) => void lines.push(text),
    complain: () => {},
    quieten: () => {},
    colours,
    dataColours: colours,
    width: 80,
    noteWidth: 80,
    isInteractive: false,
  };
  const view = createLineView(terminal, () => now);
  view.event(event('started', { artifact: 'a', attempt: 1 }));
  for (now = 500; now <= 25_000; now += 500) {
    view.event(
      event('progress', {
        progress: { done: now / 30_000, step: now, loss: 0.5, tokens_per_second: 12_345.6, seconds_left: 9 },
      }),
    );
  }
  view.event(event('log', { level: 'warning', text: 'careful' }));
  view.event(
    event('completed', {
      artifact: 'a',
      cached: false,
      seconds: 30.2,
      summary: { dev_accuracy: 0.80275, steps: 1200 },
    }),
  );
  expect(lines).toEqual([
    '  tuned  started',
    '  tuned  33 %, step 10,000, loss 0.5000, 12,346 tokens/s, 9.0 s left',
    '  tuned  67 %, step 20,000, loss 0.5000, 12,346 tokens/s, 9.0 s left',
    '! tuned  careful',
    '✓ tuned  30 s  dev accuracy 0.8027, steps 1,200',
  ]);
});
