import { expect, it } from '@jest/globals';
import type { JobEvent, StepState } from '#contracts';
import { explained } from './explained.js';

it('says what a step is for when it starts, once', () => {
  const seen: string[] = [];
  const view = explained(
    {
      event: ({ type, step }) => void seen.push(`${step} ${type}`),
      ended: () => {},
      say: (text) => void seen.push(text),
      close: () => {},
    },
    { steps: [{ name: 'large', says: 'Trains the large one.' }, { name: 'small' }] as StepState[] },
  );
  const started = (step: string, attempt: number) => view.event({ type: 'started', step, attempt } as JobEvent);
  started('large', 1);
  started('large', 2);
  started('small', 1);
  expect(seen).toEqual(['  large: Trains the large one.', 'large started', 'large started', 'small started']);
});
