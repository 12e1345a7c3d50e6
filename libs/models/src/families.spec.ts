import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tf } from '#engine';
import { FAMILIES } from '#families';
import type { Batch } from '#text';
import { readModel } from './folder/read.js';
import { encode, logits } from './forward.js';
import { loss } from './loss.js';
import { disposeModel } from './model.js';
import { weightsOf } from './weights.js';

const FOLDER = fileURLToPath(new URL('../../families/src/families/', import.meta.url));

interface Sentence {
  readonly ids: number[];
  readonly types: number[];
  readonly hidden?: number[];
  readonly logits?: number[];
  readonly rows?: number[];
  readonly labels?: number | (number | null)[];
  readonly loss?: number;
}

interface Expected {
  readonly head: string;
  readonly sentences: Sentence[];
  readonly loss?: number;
}

function packed(sentences: readonly Sentence[]): Batch {
  const starts = [0];
  for (const { ids } of sentences) starts.push(starts.at(-1)! + ids.length);
  return {
    ids: Int32Array.from(sentences.flatMap(({ ids }) => ids)),
    types: Int32Array.from(sentences.flatMap(({ types }) => types)),
    positions: Int32Array.from(sentences.flatMap(({ ids }) => ids.map((_, i) => i))),
    starts: Int32Array.from(starts),
  };
}

describe.each(FAMILIES.map(({ id }) => id))('%s', (family) => {
  const folders = readdirSync(join(FOLDER, family, 'fixtures')).filter((name) =>
    existsSync(join(FOLDER, family, 'fixtures', name, 'expected.json')),
  );
  it.each(folders.filter((name) => !name.startsWith('sentences')))('%s', async (name) => {
    const folder = join(FOLDER, family, 'fixtures', name);
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
    const model = await readModel(folder);
    const batch = packed(expected.sentences);
    const rows = expected.sentences.flatMap(({ rows = [] }, i) => rows.map((row) => batch.starts[i] + row));
    const labels = expected.sentences.flatMap(({ labels }) => labels ?? []).map((label) => label ?? -100);
    const full: Batch = {
      ...batch,
      ...(expected.head === 'masked-lm' && {
        masked: { rows: Int32Array.from(rows), labels: Int32Array.from(labels) },
      }),
    };
    const answer =
      expected.head === 'base' ? encode(weightsOf(model), model, full) : logits(weightsOf(model), model, full);
    const wanted = expected.sentences.flatMap((s) => (expected.head === 'base' ? s.hidden! : s.logits!));
    const given = [...answer.dataSync()];
    expect(given.length).toBe(wanted.length);
    const worst = given.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
    expect(worst).toBeLessThan(1e-4);
    answer.dispose();
    disposeModel(model);
  });
});
