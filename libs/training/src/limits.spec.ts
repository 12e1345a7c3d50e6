import { afterAll, describe, expect, it } from '@jest/globals';
import { withOwnClock } from './fixtures/own-clock.js';
import { finetuneConfig, freed, tinyTraining } from './fixtures/tiny-training.js';
import { shareDone } from './limits.js';

const { tuning, dispose } = await tinyTraining();
afterAll(dispose);

describe('the share that is done', () => {
  const extent = { step: 10, sentences: 300, seconds: 6 };

  it.each([
    [{ steps: 40 }, 0.25],
    [{ epochs: 2 }, 0.75],
    [{ seconds: 60 }, 0.1],
    [{ steps: 40, epochs: 2, seconds: 60 }, 0.75],
    [{ seconds: 3 }, 1],
  ])('is that of the nearest limit: %j', (stop, share) => {
    expect(shareDone(stop as never, extent, 200)).toBeCloseTo(share, 12);
  });
});

describe('when training ends', () => {
  it('at the first of its limits', async () => {
    const bySteps = await freed(tuning({ config: finetuneConfig({ steps: 4, epochs: 1 }) }));
    expect(bySteps.steps).toBe(4);
    const byEpochs = await freed(tuning({ config: finetuneConfig({ steps: 400, epochs: 0.5 }) }));
    expect(byEpochs.steps).toBe(8);
    const byClock = await withOwnClock(10, () =>
      freed(tuning({ config: finetuneConfig({ seconds: 0.5, steps: 50 }) })),
    );
    expect(byClock.seconds).toBeGreaterThanOrEqual(0.5);
    expect(byClock.seconds - byClock.seconds / byClock.steps).toBeLessThan(0.5);
  });

  it('the learning rate has risen and fallen to 0, whatever the limit', async () => {
    for (const stop of [{ steps: 40 }, { epochs: 3 }, { seconds: 1 }]) {
      const config = finetuneConfig(stop, { learning_rate: 1e-3 });
      const { history } = await withOwnClock(10, () => freed(tuning({ config })));
      const rates = history.map((point) => point.learning_rate);
      expect(rates[0]).toBeLessThan(5e-4);
      expect(Math.max(...rates)).toBeGreaterThan(9e-4);
      expect(rates.at(-1)).toBeLessThan(3e-4);
    }
  });
});
