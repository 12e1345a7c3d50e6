import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const TLC = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const reviews = fileURLToPath(new URL('../../data/reviews/reviews.csv', import.meta.url));
const run = promisify(execFile);

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-study-'));
});
after(() => rm(folder, { recursive: true }));

/** @param {string[]} args */
const tlc = (...args) =>
  run(process.execPath, [TLC, ...args], { cwd: folder, env: { ...process.env, TLC_HOME: join(folder, 'home') } });

/** @param {object} more */
async function write(more = {}) {
  const study = {
    data: reviews,
    text_columns: ['review'],
    label_column: 'label',
    dev_share: 0.3,
    vocab_size: 160,
    max_length: 32,
    sizes: { small: { layers: 1, hidden_size: 16, heads: 2 }, large: { layers: 2, hidden_size: 32, heads: 2 } },
    seeds: [1, 2],
    seconds: [1],
    bits: [4],
    ...more,
  };
  await writeFile(join(folder, 'study.json'), JSON.stringify({ name: 'tiny', study }));
}

test('a study trains every size, compresses it, and ends with a verdict for each claim', async () => {
  await write();
  const { stdout } = await tlc('study', 'study.json', '--json');
  const report = JSON.parse(stdout);
  assert.equal(report.rows.length, 4);
  for (const { accuracy, seeds, bytes } of report.rows) {
    assert.ok(accuracy.low <= accuracy.value && accuracy.value <= accuracy.high);
    assert.ok(accuracy.value >= 0 && accuracy.value <= 100);
    assert.equal(seeds, 2);
    assert.ok(bytes > 0);
  }
  assert.deepEqual(
    report.claims.map((/** @type {{ verdict: string }} */ { verdict }) => verdict),
    // Two seeds decide nothing; no larger model is small enough to be set against the small one
    ['undecided', 'undecided'],
  );
  const again = await tlc('study', 'study.json');
  assert.match(again.stderr, /all \d+ steps were done before/);
  assert.match(again.stdout, /^undecided: Larger models are better/m);
  assert.match(again.stdout, /^Means over 2 seeds on \d+ examples; 95 % intervals/m);
});

test('a curve of checkpoints costs one training of each size and seed', async () => {
  await write({ curve: 'checkpoints', seconds: [1, 2], bits: [8], seeds: [1] });
  const report = JSON.parse((await tlc('study', 'study.json', '--json')).stdout);
  const rowOf = (/** @type {string} */ size, /** @type {number} */ seconds) =>
    report.rows.find((/** @type {any} */ row) => row.size === size && row.seconds === seconds);
  for (const size of ['small', 'large']) assert.equal(rowOf(size, 1).parameters, rowOf(size, 2).parameters);
  const { stdout } = await tlc('observations', '--json');
  const made = JSON.parse(stdout).map((/** @type {any} */ { recipe }) => recipe);
  const kept = made.filter((/** @type {any} */ { config }) => config.checkpoints);
  assert.deepEqual(
    kept.map((/** @type {any} */ { config }) => config.checkpoints),
    [{ seconds: [0.4] }, { seconds: [0.4] }],
  );
  assert.equal(made.filter((/** @type {any} */ { operation }) => operation === 'model.checkpoint').length, 2);
});

test('what a study cannot be is refused, with the key', async () => {
  await write({ sizes: { only: { layers: 1, hidden_size: 16, heads: 2 } } });
  await assert.rejects(tlc('study', 'study.json'), /CONFIG_WRONG_VALUE .*study\.sizes.* two sizes/);
  await write({ sizes: { a: { layers: 1, hidden_size: 8, heads: 1 }, b: { layers: 1, hidden_sise: 8 } } });
  await assert.rejects(tlc('study', 'study.json'), /hidden_sise/);
});
