/** @import { GlueReport, PlanAnswer } from '#contracts' */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { unpackZip } from '../setup/zip.mjs';
import { goldOf, writeGlue } from './system/glue.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { small } from './system/steps.mjs';
import { startSystem, stepOf } from './system/system.mjs';

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
before(async () => {
  system = await startSystem();
  await writeSst2(join(system.folder, 'SST-2'));
  await writeGlue(join(system.folder, 'glue'));
});
after(() => system.close());

/** Student's t at 97.5 % of one degree of freedom, to the digits of printed tables. */
const T1 = 12.706;

test('pipelines/glue.yaml does the tasks that are there, tables them, and zips what GLUE takes', async () => {
  const pretrained = await system.run(small);
  const model = system.store.layout.artifact(stepOf(pretrained, 'pretrained').artifact);
  const text = await readFile(new URL('../../pipelines/glue.yaml', import.meta.url), 'utf8');
  const set = {
    model,
    glue: join(system.folder, 'glue'),
    seeds: [1, 2],
    epochs: 1,
    epochs_of_large: 2,
    learning_rate: 0.01,
  };

  /** @type {PlanAnswer} */
  const plan = await system.client.request('tlc.v1.pipelines.plan', { text, set }, 60_000);
  const absent = plan.warnings.map(({ step, text: why }) => `${step}: ${why}`).join('\n');
  for (const task of ['cola', 'sst-2', 'mrpc', 'qqp', 'qnli', 'wnli']) {
    assert.match(absent, new RegExp(`data-task-${task}: left out, with 6 steps .* is not there`));
  }

  const state = await system.ended(await system.submit({ text, set }));
  assert.equal(state.status, 'completed', JSON.stringify(state.steps.filter(({ error }) => error)));
  /** @type {(step: string, file: string) => Promise<string>} */
  const read = (step, file) => readFile(join(system.store.layout.artifact(stepOf(state, step).artifact), file), 'utf8');
  /** @type {(step: string) => Promise<string[]>} */
  const answersOf = async (step) => rowsOf(await read(step, 'predictions.tsv')).map(([, answer]) => answer);
  /** @type {GlueReport} */
  const report = JSON.parse(await read('glue', 'glue.json'));

  const expected = { 'STS-B': [0, 0], MNLI: [0, 0], RTE: [0, 0] };
  for (const [n, seed] of [1, 2].entries()) {
    const answers = (await answersOf(`dev-task-sts-b-seed-${seed}`)).map(Number);
    const gold = goldOf('STS-B').map(Number);
    expected['STS-B'][n] = (correlation(answers, gold) + correlation(ranks(answers), ranks(gold))) / 2;
    expected.RTE[n] = share(await answersOf(`dev-task-rte-seed-${seed}`), goldOf('RTE'));
    const matched = share(await answersOf(`dev-task-mnli-seed-${seed}`), goldOf('MNLI'));
    const mismatched = share(await answersOf(`dev-mismatched-seed-${seed}`), goldOf('MNLI'));
    expected.MNLI[n] = (matched + mismatched) / 2;
  }
  assert.deepEqual(
    report.rows.map(({ task }) => task),
    Object.keys(expected),
  );
  for (const { task, score } of report.rows) close(score, expected[/** @type {keyof typeof expected} */ (task)]);
  close(
    report.average,
    [0, 1].map((n) => (expected['STS-B'][n] + expected.MNLI[n] + expected.RTE[n]) / 3),
  );

  const unpacked = join(system.folder, 'submission');
  await mkdir(unpacked);
  await unpackZip(
    join(system.store.layout.artifact(stepOf(state, 'glue').artifact), 'submission.zip'),
    unpacked,
    (name) => name,
  );
  /** @type {(task: keyof typeof expected) => number} */
  const best = (task) => (expected[task][1] > expected[task][0] ? 2 : 1);
  const files = {
    'AX.tsv': `ax-test-seed-${best('MNLI')}`,
    'MNLI-m.tsv': `test-task-mnli-seed-${best('MNLI')}`,
    'MNLI-mm.tsv': `test-mismatched-seed-${best('MNLI')}`,
    'RTE.tsv': `test-task-rte-seed-${best('RTE')}`,
    'STS-B.tsv': `test-task-sts-b-seed-${best('STS-B')}`,
  };
  assert.deepEqual((await readdir(unpacked)).sort(), Object.keys(files).sort());
  for (const [file, step] of Object.entries(files)) {
    const [head, ...rows] = (await readFile(join(unpacked, file), 'utf8')).trimEnd().split('\n');
    assert.equal(head, 'index\tprediction');
    const answers = await answersOf(step);
    assert.equal(rows.length, answers.length);
    for (const [n, row] of rows.entries()) {
      const [index, answer] = row.split('\t');
      assert.equal(index, String(n));
      if (file !== 'STS-B.tsv') assert.equal(answer, answers[n], `${file}, row ${n}`);
      else {
        assert.match(answer, /^[0-5]\.\d{3}$/);
        assert.ok(Math.abs(Number(answer) - Math.min(5, Math.max(0, Number(answers[n])))) <= 0.000501);
      }
    }
  }
});

/** @param {string} table */
const rowsOf = (table) =>
  table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

/** @type {(spread: { mean: number, half_width?: number, values: readonly number[] }, values: number[]) => void} */
function close({ mean, half_width: half = NaN, values: found }, values) {
  for (const [n, value] of values.entries())
    assert.ok(Math.abs(found[n] - value) < 1e-6, `${found[n]} is not ${value}`);
  assert.ok(Math.abs(mean - (values[0] + values[1]) / 2) < 1e-6);
  assert.ok(Math.abs(half - (T1 * Math.abs(values[0] - values[1])) / 2) < 1e-4);
}

/** @type {(answers: string[], gold: string[]) => number} */
const share = (answers, gold) => answers.filter((answer, n) => answer === gold[n]).length / gold.length;

/** @param {number[]} values */
const ranks = (values) =>
  values.map((value) => values.filter((one) => one < value).length + values.filter((one) => one === value).length / 2);

/** Pearson's. @type {(a: number[], b: number[]) => number} */
function correlation(a, b) {
  /** @param {number[]} values */
  const centred = (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  /** @type {(x: number[], y: number[]) => number} */
  const dot = (x, y) => x.reduce((sum, value, n) => sum + value * y[n], 0);
  const [x, y] = [centred(a), centred(b)];
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
