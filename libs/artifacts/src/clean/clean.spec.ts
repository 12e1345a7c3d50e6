import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { layoutOf } from '../folder/layout.js';
import type { Manifest } from '../manifest.js';
import { processMark } from '../owner/process-mark.js';
import { type CleanRules, removable } from './removable.js';
import { restsOf } from './rests.js';

const artifact = (id: string, day: number, ...inputs: string[]) =>
  ({
    id,
    created: `2026-01-0${day}T00:00:00.000Z`,
    files: { weights: { bytes: 10, sha256: '' } },
    recipe: { inputs: Object.fromEntries(inputs.map((input) => [input, { artifact: input }])) },
  }) as unknown as Manifest;
// data makes model, which makes pruned and small
const all = [
  artifact('data', 1),
  artifact('model', 2, 'data'),
  artifact('pruned', 3, 'model'),
  artifact('small', 4, 'model'),
];
const gone = (rules: CleanRules, ...named: string[]) => removable(all, new Set(named), rules).map(({ id }) => id);

it('removes by age and size what nothing that is kept was made of, the newest makings first to go with their origin', () => {
  expect(gone({})).toEqual([]);
  expect(gone({ before: '2026-01-09' })).toEqual(['pruned', 'small', 'model', 'data']);
  expect(gone({ before: '2026-01-04' })).toEqual(['pruned']);
  expect(gone({ mostBytes: 40 })).toEqual([]);
  expect(gone({ mostBytes: 39 })).toEqual(['pruned']);
  expect(gone({ mostBytes: 15 })).toEqual(['pruned', 'small', 'model']);
});

it('keeps what has a name, and all that it was made from', () => {
  expect(gone({ before: '2026-01-09', mostBytes: 0 }, 'pruned')).toEqual(['small']);
  expect(gone({ before: '2026-01-09' }, 'data')).toEqual(['pruned', 'small', 'model']);
});

it('finds what ended processes left, and nothing of a job or server at work', async () => {
  const layout = layoutOf(await mkdtemp(join(tmpdir(), 'tlc-clean-')));
  const child = spawn(process.execPath, ['-e', '']);
  const mark = processMark(child.pid);
  await once(child, 'exit');
  for (const id of ['failed', 'killed', 'running']) {
    await mkdir(join(layout.work, id), { recursive: true });
    await writeFile(join(layout.work, id, 'checkpoint'), '12345');
  }
  await writeFile(join(layout.work, 'killed.claim'), mark);
  await writeFile(join(layout.work, 'running.claim'), processMark());
  await mkdir(join(layout.home, 'nats'));
  for (const pid of [process.pid, child.pid])
    await writeFile(join(layout.home, 'nats', `nats-server_${pid}.ports`), '');
  const rests = await restsOf(layout);
  expect(rests.map(({ path }) => basename(path)).sort()).toEqual(
    ['failed', 'killed', 'killed.claim', `nats-server_${child.pid}.ports`].sort(),
  );
  expect(rests.find(({ path }) => basename(path) === 'failed')!.bytes).toBe(5);
  expect(await restsOf(layout, '2000-01-01')).toEqual([]);
  await rm(layout.home, { recursive: true });
});
