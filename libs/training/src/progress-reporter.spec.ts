import { afterAll, describe, expect, it } from '@jest/globals';
import type { Progress } from '#contracts';
import { withOwnClock } from './fixtures/own-clock.js';
import { finetuneConfig, freed, tinyTraining } from './fixtures/tiny-training.js';

const { tuning, dispose } = await tinyTraining();
afterAll(dispose);

describe('what training tells', () => {
  it('has about 150 points of history, tokens and steps rising', async () => {
    const { history, tokens, steps } = await freed(tuning({ config: finetuneConfig({ steps: 155 }) }));
    expect(history.length).toBeGreaterThan(100);
    expect(history.length).toBeLessThan(200);
    expect(history.at(-1)).toMatchObject({ phase: 'finetune', step: steps, tokens, dev: { name: 'accuracy' } });
    history.slice(1).forEach((point, i) => expect(point.tokens).toBeGreaterThan(history[i].tokens));
  });

  it('is reported twice a second at most, with rate, time left and the last step', async () => {
    const reports: Progress[] = [];
    const times: number[] = [];
    const onProgress = (now: Progress) => {
      reports.push(now);
      times.push(performance.now());
    };
    await withOwnClock(20, () => freed(tuning({ config: finetuneConfig({ seconds: 1.6 }), onProgress })));
    times.slice(1, -1).forEach((time, i) => expect(time - times[i]).toBeGreaterThanOrEqual(500));
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.at(-1)).toMatchObject({ done: 1, seconds_left: 0 });
    for (const report of reports) expect(report.tokens_per_second).toBeGreaterThan(100);
    expect(reports[1].seconds_left).toBeGreaterThan(0.3);
  });

  it('lets the event loop run between steps', async () => {
    let turns = 0;
    const turn = () => {
      turns++;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    await freed(tuning({ config: finetuneConfig({ steps: 30 }) }));
    clearImmediate(next);
    expect(turns).toBeGreaterThan(25);
  });
});
