import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commands, until } from './fixtures/commands.js';

/** The folder that commands run in. */
let base: string;
const { start, pipeline } = commands(() => base);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-cli-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('a run', () => {
  it('is cancelled by Ctrl-C with 130, while another terminal looks on', async () => {
    await mkdir(join(base, 'corpus'));
    const lines = Array.from(
      { length: 200 },
      (_, i) => `the cat number ${i} sat on the mat and looked at dog ${i % 7}\n`,
    );
    await writeFile(join(base, 'corpus', 'train.txt'), lines.join(''));
    const file = await pipeline('long', {
      vocabulary: { do: 'tokenizer.learn', corpus: './corpus', vocab_size: 100 },
      data: { do: 'dataset.encode', tokenizer: 'vocabulary', text: './corpus', max_length: 16 },
      model: {
        do: 'model.pretrain',
        dataset: 'data',
        architecture: { layers: 1, hidden_size: 8, heads: 1, max_positions: 16 },
        stop: { seconds: 300 },
      },
    });
    const { child, ended, notes } = start(['run', file], 'long');
    await until(() => /model {2}started/.test(notes()));
    const looking = await start(['status', '--json'], 'long').ended;
    expect(JSON.parse(looking.out)).toMatchObject([{ name: 'long', status: 'running' }]);
    child.kill('SIGINT');
    const { code, notes: all } = await ended;
    expect(code).toBe(130);
    expect(all).toContain('cancelling');
    expect(all).toContain('– model  cancelled');
    const after = JSON.parse((await start(['status', '--json'], 'long').ended).out);
    expect(after).toMatchObject([{ name: 'long', status: 'cancelled' }]);
  });

  it('waits for its turn while another computes, says so, and gives up cleanly at Ctrl-C', async () => {
    const first = start(['run', 'long.json'], 'turns');
    await until(() => /model {2}started/.test(first.notes()));
    const corpus = join(base, 'corpus');
    const learned = { vocabulary: { do: 'tokenizer.learn', corpus, vocab_size: 90 } };
    const second = start(['run', await pipeline('second', learned)], 'turns');
    await until(() => /waits for its turn: long-\w+ computes/.test(second.notes()));
    second.child.kill('SIGINT');
    const { code, notes } = await second.ended;
    expect(code).toBe(130);
    expect(notes.match(/waits for its turn/g)).toHaveLength(1);
    expect(notes).toContain('– vocabulary  cancelled');
    expect(await readdir(join(base, 'turns', 'slots'))).toEqual(['0.claim']);
    const third = start(['run', 'second.json'], 'turns');
    await until(() => /waits for its turn: long-\w+ computes/.test(third.notes()));
    first.child.kill('SIGINT');
    expect(await third.ended).toMatchObject({ code: 0, notes: expect.stringContaining('✓ vocabulary') });
    expect(await first.ended).toMatchObject({ code: 130 });
    expect(await readdir(join(base, 'turns', 'slots'))).toEqual([]);
  });

  it('that was killed outright is gone on with at once by the next', async () => {
    const killed = start(['run', 'long.json', '--fresh'], 'killed');
    await until(() => /model {2}started/.test(killed.notes()));
    killed.child.kill('SIGKILL');
    await killed.ended;
    const next = start(['run', 'long.json'], 'killed');
    await until(() => /model {2}started again|model {2}started[^]*model {2}started/.test(next.notes()));
    expect(next.notes()).toMatch(/long: 3 steps.*; goes on with run long-/);
    next.child.kill('SIGINT');
    expect(await next.ended).toMatchObject({ code: 130 });
  });
});
