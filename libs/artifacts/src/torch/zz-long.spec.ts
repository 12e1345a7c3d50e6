import { expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { TlcError } from '#contracts';
import { openTorchFile } from './open.js';
it('long', async () => {
  const names = ['module.bin', 'views-deflated.bin', 'views.bin'];
  const sources = await Promise.all(names.map((name) => readFile(new URL(`./fixtures/${name}`, import.meta.url))));
  let state = Number(process.env.SEED ?? 5);
  const next = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  const codes: Record<string, number> = {};
  const messages = new Map<string, number>();
  for (let round = 0; round < 12000; round++) {
    const changed = Buffer.from(sources[round % 3]!);
    const tail = Math.min(changed.length, 1500);
    const value = () => [0, 0xff, 1, 0x7f, 0x80, next(256)][next(6)]!;
    for (let i = 0; i < 1 + next(6); i++) {
      const at = next(3) ? changed.length - 1 - next(tail) : next(changed.length);
      const run = next(4) ? 1 : 8;
      for (let k = 0; k < run && at + k < changed.length; k++) changed[at + k] = value();
    }
    const path = '/tmp/files-fuzz.bin';
    await writeFile(path, next(10) ? changed : changed.subarray(0, next(changed.length)));
    try {
      const file = await openTorchFile(path);
      for (const { name } of file.entries) await file.read(name);
      codes.read = (codes.read ?? 0) + 1;
    } catch (error) {
      if (!(error instanceof TlcError)) throw error;
      codes[error.code] = (codes[error.code] ?? 0) + 1;
      const m = error.message.replace(/[\d.]+/g, '#').slice(0, 110);
      messages.set(m, (messages.get(m) ?? 0) + 1);
    }
  }
  console.log(codes, [...messages].sort((a, b) => b[1] - a[1]).slice(0, 40));
  expect(1).toBe(1);
}, 550_000);
