import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSystem } from './system/system.mjs';

const TLC = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const reviews = fileURLToPath(new URL('../../data/reviews/reviews.csv', import.meta.url));
/** A BERT of one layer, which has learned nothing. */
const tiny = fileURLToPath(new URL('../../libs/models/src/fixtures/tiny', import.meta.url));
const run = promisify(execFile);

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
before(async () => {
  system = await startSystem();
});
after(() => system.close());

/** @param {string[]} args */
const tlc = (...args) =>
  run(process.execPath, [TLC, ...args], {
    cwd: system.folder,
    env: { ...process.env, TLC_HOME: join(system.folder, 'own') },
  });

test('one command leads from a file to a model within its budget, with the pipeline that makes it again', async () => {
  const folder = join(system.folder, 'result');
  const labels = ['--labels', '0=negative', '1=positive', '--for', 'onnx'];
  const options = ['--from', tiny, '--train', '60s', '--max-bytes', '60kB', ...labels, '-o', folder];
  const { stdout, stderr } = await tlc('fit', reviews, ...options);
  assert.match(stderr, /^2 classes in "label", texts in "review"$/m);
  assert.match(stdout, /^accuracy +\d+\.\d % \(\d+\.\d to \d+\.\d\) +\d+\.\d %$/m);
  const result = JSON.parse(await readFile(join(folder, 'fit.json'), 'utf8'));
  assert.ok(result.choice.bytes <= 60_000);
  let bytes = 0;
  for (const file of ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])
    bytes += (await stat(join(folder, 'model', file)).catch(() => ({ size: 0 }))).size;
  assert.equal(bytes, result.measured.bytes);
  assert.ok(Math.abs(bytes - result.choice.bytes) < 0.05 * bytes, `${bytes}, expected ${result.choice.bytes}`);
  assert.match(await readFile(join(folder, 'report.html'), 'utf8'), /<html/);
  assert.ok((await stat(join(folder, 'exported', 'onnx', 'model.onnx'))).size > 0);

  const answers = await tlc('predict', join(folder, 'model'), reviews, '--column', 'review');
  const lines = answers.stdout.trimEnd().split('\n');
  assert.equal(lines.length, 84);
  for (const line of lines) assert.match(line, /^(positive|negative)\t/);
  // The same request knows its pilots, and its pipeline its results
  const again = await tlc('run', join(folder, 'pipeline.yaml'), '--json');
  assert.equal(JSON.parse(again.stdout).status, 'completed');
  assert.match(again.stderr, /all \d+ steps were done before/);
  const recommended = JSON.parse((await tlc('recommend', reviews, ...options.slice(0, -4), '--json')).stdout);
  assert.deepEqual(recommended.choice, result.choice);
});

test('new models are tried beside a pre-trained one, and compared with it', async () => {
  const options = ['--from', tiny, '--scratch', '--train', '60s', '--max-bytes', '20MB', '--json'];
  const { stdout } = await tlc('recommend', reviews, ...options);
  const { choice, considered, pipeline, runners_up: others } = JSON.parse(stdout);
  // A layer of the tiny model in six precisions, and six sizes of new ones, the text first or not
  assert.equal(considered % 6, 0);
  assert.ok(considered >= 6 + 72);
  const all = [choice, ...others];
  for (const { quality } of all) assert.ok(quality.low <= quality.value && quality.value <= quality.high);
  assert.match(pipeline, choice.scratch ? /do: model.train|do: model.pretrain/ : /do: model.import/);
});

test('what cannot be is refused before anything runs', async () => {
  const few = join(system.folder, 'few.csv');
  await writeFile(few, 'text,label\na,x\nb,y\n');
  const full = join(system.folder, 'full');
  await mkdir(full);
  await writeFile(join(full, 'mine.txt'), 'mine');
  const start = ['--from', tiny, '--train', '60s'];
  for (const [code, ...args] of [
    ['DATA_TOO_SMALL', few],
    ['FILE_MISSING', 'nowhere.csv'],
    ['EXPORT_FOLDER_NOT_EMPTY', reviews, '-o', full],
    ['MEASURE_UNKNOWN', reviews, '--metric', 'pearson'],
    ['DATA_MISSING_COLUMN', reviews, '--text-columns', 'reviews'],
  ]) {
    const { stderr } = await tlc('fit', ...args, ...start).then(
      () => assert.fail(`${code} was not refused`),
      (/** @type {{ stderr: string, code: number }} */ error) => error,
    );
    assert.ok(stderr.includes(code), stderr);
  }
  for (const option of [
    ['--train', 'soon'],
    ['--max-bytes', '-1'],
  ]) {
    await assert.rejects(tlc('fit', reviews, ...option), /It must be|too small/);
  }
});

test('a budget that nothing meets is refused with what would', async () => {
  const options = ['--from', tiny, '--train', '60s', '--max-bytes', '1kB'];
  await assert.rejects(tlc('recommend', reviews, ...options), /BUDGET_TOO_SMALL.* the smallest has some \d/);
});

test('the message answers with the pilot first, and after it with the choice', async () => {
  const request = { data: reviews, from: tiny, train_seconds: 61, max_bytes: 60_000 };
  const ask = () => system.client.request('tlc.v1.pipelines.recommend', request, 120_000);
  const { first, choice } = await ask();
  assert.equal(first.stage, 'pilot');
  assert.equal(choice, undefined);
  assert.equal((await system.run({}, { pipeline: undefined, text: first.pipeline })).status, 'completed');
  const answer = await ask();
  assert.ok(answer.choice.quality.low <= answer.choice.quality.value);
  assert.match(answer.pipeline, /uniform-quantization/);
});
