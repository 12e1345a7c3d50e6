import { describe, expect, it } from '@jest/globals';
import { TlcError } from '#contracts';
import { untilFree } from './until-free.js';

const busy = (ms: number) => new TlcError('SERVICE_BUSY', 'busy', { details: { retry_after_ms: ms } });

describe('what is refused as busy', () => {
  it('is asked again after the time that the refusal says, until it is answered', async () => {
    const left: number[] = [];
    const begin = performance.now();
    const answer = await untilFree(60_000, async (ms) => {
      left.push(ms);
      if (left.length < 3) throw busy(20);
      return 'done';
    });
    expect(answer).toBe('done');
    expect(performance.now() - begin).toBeGreaterThanOrEqual(39);
    expect(left.every((ms, i) => ms <= 60_000 - 20 * i)).toBe(true);
  });

  it('is given up where the time does not last until then; so is what is refused otherwise', async () => {
    let asked = 0;
    const ask = async (error: Error) => {
      asked += 1;
      throw error;
    };
    await expect(untilFree(1000, () => ask(busy(60_000)))).rejects.toMatchObject({ code: 'SERVICE_BUSY' });
    await expect(untilFree(1000, () => ask(new TlcError('RUN_UNKNOWN', 'no')))).rejects.toThrow('no');
    await expect(untilFree(1000, () => ask(new TlcError('SERVICE_BUSY', 'no time')))).rejects.toThrow('no time');
    expect(asked).toBe(3);
  });
});
