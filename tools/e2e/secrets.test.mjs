import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { editHeader } from './system/safetensors.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { pretrained, sst2, vocabulary } from './system/steps.mjs';
import { startStranger } from './system/stranger.mjs';
import { startSystem, stepOf } from './system/system.mjs';

/** Stands in every file below, and may stand in nothing that others can read. */
const SECRET = 'Qx7secretZk';

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
/** @type {Awaited<ReturnType<typeof startStranger>>} */
let stranger;
/** @type {import('node:fs/promises').FileHandle} */
let log;
/** A model folder. @type {string} */
let model;
/** What clients were answered. @type {unknown[]} */
const answers = [];
const logFile = `/tmp/tlc-secrets-${process.pid}.log`;

before(async () => {
  log = await open(logFile, 'w');
  system = await startSystem({ log: log.fd, env: { TLC_LOG_LEVEL: 'debug' } });
  stranger = await startStranger(system.url);
  await writeSst2(join(system.folder, 'SST-2'));
  const state = await system.run({ vocabulary, sst2, pretrained: pretrained(2) });
  assert.equal(state.status, 'completed', JSON.stringify(state));
  model = join(system.home, 'artifacts', stepOf(state, 'pretrained').artifact);
});
after(async () => {
  await stranger.close();
  await system.close();
  await log.close();
  await rm(logFile);
});

const task = { ...sst2 };
const own = { do: 'dataset.encode', tokenizer: 'vocabulary' };
const columns = { text_columns: ['sentence'], label_column: 'label' };

/** Data files with a secret: [what, name, content, the step's other keys]. @type {[string, string, string | Buffer, object][]} */
const DATA = [
  ['header', 'train.tsv', `${SECRET}:x:0\t${SECRET}\nroot\t${SECRET}\n`, task],
  ['passwords', 'train.tsv', `root:${SECRET}:0:0\ndaemon:${SECRET}:1:1\n`, task],
  ['own-header', 'train.tsv', `${SECRET}1\t${SECRET}2\t${SECRET}3\na\tb\tc\n`, own],
  ['label', 'train.tsv', `sentence\tlabel\ngood\t1\nbad\t${SECRET}\n`, task],
  ['fields', 'train.tsv', `sentence\tlabel\n${SECRET}\t${SECRET}\t${SECRET}\n`, task],
  ['twice', 'train.tsv', `sentence\t${SECRET}\tlabel\tlabel\na\tb\t1\t1\n`, task],
  ['score', 'train.tsv', `sentence\tlabel\na\t${SECRET}\n`, { ...own, ...columns, scores: true }],
  ['quote', 'train.csv', `sentence,label\n"${SECRET},1\n`, { ...own, ...columns }],
  ['inside', 'train.csv', `sentence,label\na"${SECRET}",1\n${SECRET}"x",0\n`, { ...own, ...columns }],
  ['csv-fields', 'train.csv', `sentence,label\n${SECRET},1,2,3\n`, { ...own, ...columns }],
  ['lines', 'train.jsonl', `{"sentence": ${SECRET}}\n`, { ...own, ...columns }],
  ['lines-keys', 'train.jsonl', `{"${SECRET}": 1, "b": {"${SECRET}": 2}, "c": 3}\n`, { ...own, ...columns }],
  ['lines-list', 'train.jsonl', `["${SECRET}"]\n`, { ...own, ...columns }],
  ['parquet', 'train.parquet', `PAR1${SECRET.repeat(9)}PAR1`, { ...own, ...columns }],
  ['gzip', 'train.tsv.gz', gzipSync(`sentence\tlabel\n${SECRET}\t1\n`).subarray(0, 40), task],
  ['utf8', 'train.tsv', Buffer.from(`sentence\tlabel\n${SECRET}\xff\t1\n`, 'latin1'), task],
];

/** @param {string} name @param {object} changes @returns {(folder: string) => Promise<void>} */
const edit = (name, changes) => async (folder) => {
  const text = await readFile(join(folder, name), 'utf8').catch(() => '{}');
  await writeFile(join(folder, name), JSON.stringify({ ...JSON.parse(text), ...changes }));
};
/** @param {string} name @param {string | Buffer} content @returns {(folder: string) => Promise<void>} */
const put = (name, content) => (folder) => writeFile(join(folder, name), content);
/** @param {(header: import('./system/safetensors.mjs').Header) => void} change @returns {(folder: string) => Promise<void>} */
const header = (change) => (folder) => editHeader(join(folder, 'model.safetensors'), change);
/** @param {string} name @param {string | Buffer} content @returns {(folder: string) => Promise<void>} */
const weights = (name, content) => async (folder) => {
  await rm(join(folder, 'model.safetensors'));
  await writeFile(join(folder, name), content);
};
/** A zip with one stored entry that holds a pickle. @param {string} pickle */
const torch = (pickle) => {
  const name = Buffer.from('m/data.pkl');
  const data = Buffer.from(pickle, 'latin1');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(data.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(data.length, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + data.length, 16);
  return Buffer.concat([local, name, data, central, name, end]);
};

/** Model folders with a secret. @type {[string, (folder: string) => Promise<void>][]} */
const MODELS = [
  ['config-words', put('config.json', `${SECRET}:x:0`)],
  ['config-json', put('config.json', `{"model_type": ${SECRET}}`)],
  ['config-text', put('config.json', `"${SECRET}"`)],
  ['type', edit('config.json', { model_type: SECRET })],
  ['activation', edit('config.json', { hidden_act: SECRET })],
  ['size', edit('config.json', { hidden_size: SECRET })],
  ['flag', edit('config.json', { tie_word_embeddings: SECRET })],
  ['class', edit('config.json', { architectures: [SECRET] })],
  ['labels', edit('config.json', { architectures: ['BertForSequenceClassification'], id2label: { [SECRET]: SECRET } })],
  ['encodings', edit('config.json', { quantization_config: { quant_method: SECRET, version: SECRET } })],
  ['modules', put('modules.json', `[{"type": "${SECRET}", "path": "${SECRET}"}]`)],
  ['modules-json', put('modules.json', SECRET)],
  ['tokenizer-words', put('tokenizer.json', SECRET)],
  ['tokenizer-type', edit('tokenizer.json', { model: { type: SECRET, vocab: { [SECRET]: 1 } } })],
  ['tokenizer-added', edit('tokenizer.json', { added_tokens: [{ id: 5, content: SECRET, special: SECRET }] })],
  ['tokenizer-class', edit('tokenizer_config.json', { tokenizer_class: SECRET, [SECRET]: SECRET })],
  ['tokenizer-config', put('tokenizer_config.json', `{"a": ${SECRET}}`)],
  ['special', put('special_tokens_map.json', `{"cls_token": "${SECRET}"}`)],
  ['added', put('added_tokens.json', `{"${SECRET}": "${SECRET}"}`)],
  [
    'vocabulary',
    (folder) => rm(join(folder, 'tokenizer.json')).then(() => put('vocab.json', `{"${SECRET}": 1`)(folder)),
  ],
  ['words', (folder) => rm(join(folder, 'tokenizer.json')).then(() => put('vocab.txt', `${SECRET}\n`)(folder))],
  ['pieces', (folder) => rm(join(folder, 'tokenizer.json')).then(() => put('spiece.model', SECRET)(folder))],
  ['tensor', header((all) => void (all[SECRET] = { dtype: 'F32', shape: [0], data_offsets: [0, 0] }))],
  ['dtype', header((all) => void (all[Object.keys(all)[1]].dtype = SECRET))],
  ['lost-tensor', header((all) => void ((all[SECRET] = all[Object.keys(all)[2]]), delete all[Object.keys(all)[2]]))],
  [
    'header-words',
    put('model.safetensors', Buffer.concat([Buffer.from([40, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(SECRET.repeat(4))])),
  ],
  ['index', weights('model.safetensors.index.json', `{"weight_map": {"${SECRET}": "${SECRET}.safetensors"}}`)],
  ['index-words', weights('model.safetensors.index.json', `{"weight_map": ${SECRET}`)],
  ['index-files', weights('model.safetensors.index.json', `{"weight_map": {"${SECRET}": "../${SECRET}"}}`)],
  ['pickle-global', weights('pytorch_model.bin', torch(`\x80\x02c${SECRET}\n${SECRET}\n.`))],
  ['pickle-words', weights('pytorch_model.bin', torch(`\x80\x02X\x0b\x00\x00\x00${SECRET}.`))],
  ['pickle-bytes', weights('pytorch_model.bin', SECRET)],
  ['only-names', async (folder) => (await rm(join(folder, 'model.safetensors')), put(SECRET, '')(folder))],
];

/** Plans a step, runs it, and sends its job to the queue. @param {Record<string, object>} steps */
async function askEverything(steps) {
  for (const step of Object.values(steps)) {
    const pipeline = { name: 'secrets', steps: { vocabulary, sst2, step } };
    answers.push(await stranger.ask('tlc.v1.pipelines.plan', JSON.stringify({ pipeline, folder: system.folder })));
  }
  const state = await system.run({ vocabulary, sst2, ...steps });
  answers.push(state);
  return state;
}

test('no answer, event or log quotes a file that cannot be read', async () => {
  /** @type {Record<string, object>} */
  const steps = {};
  for (const [what, name, content, keys] of DATA) {
    const folder = join(system.folder, 'data', what);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), content);
    const pipeline = { name: 'secrets', steps: { vocabulary, step: { ...keys, from: `data/${what}` } } };
    for (const request of ['plan', 'submit']) {
      const body = JSON.stringify({ pipeline, folder: system.folder });
      const told = await stranger.ask(`tlc.v1.pipelines.${request}`, body);
      answers.push(told);
      assert.ok(told.answer.error?.message.includes(`data/${what}`), `${what}: ${JSON.stringify(told.answer)}`);
    }
  }
  await writeFile(join(system.folder, 'latin.txt'), Buffer.from(`${SECRET}\xff`, 'latin1'));
  steps.corpus = { do: 'tokenizer.learn', corpus: './latin.txt', vocab_size: 400 };
  steps['missing-column'] = { ...vocabulary, corpus: 'data/header/train.tsv', column: 'sentence' };
  steps.bleu = { do: 'evaluate.texts', hypotheses: './latin.txt', references: ['./latin.txt'] };
  for (const [what, spoil] of MODELS) {
    const folder = join(system.folder, 'models', what);
    await cp(model, folder, { recursive: true });
    await spoil(folder);
    steps[`import-${what}`] = { do: 'model.import', from: `models/${what}` };
    steps[`prune-${what}`] = { do: 'compress', with: 'magnitude-pruning', model: `models/${what}` };
    steps[`encode-${what}`] = { ...sst2, tokenizer: `models/${what}` };
  }
  const state = await askEverything(steps);
  for (const [what] of MODELS) {
    const names = [`import-${what}`, `prune-${what}`, `encode-${what}`];
    const failed = names.filter((name) => stepOf(state, name).status === 'failed');
    assert.ok(
      failed.length > 0 || ['added', 'special', 'flag', 'tokenizer-class'].includes(what),
      `${what} is read without a word`,
    );
    for (const name of failed)
      assert.notEqual(stepOf(state, name).error?.code, 'JOB_FAILED', JSON.stringify(stepOf(state, name).error));
  }
  const said = { answers, events: stranger.events, log: await readFile(logFile, 'utf8') };
  for (const [where, all] of Object.entries(said)) {
    const text = typeof all === 'string' ? all : JSON.stringify(all);
    assert.ok(text.length > 10, `${where} says something`);
    const at = text.indexOf(SECRET);
    assert.equal(at, -1, `${where}: ${text.slice(Math.max(0, at - 400), at + 60)}`);
  }
});

test('a job reads nothing outside of the roots, and is refused in the same words whether it is there or not', async () => {
  const [there, missing] = ['/etc/passwd', '/etc/passwd-that-is-missing'];
  await mkdir(join(system.folder, 'linked'));
  await symlink('/etc/passwd', join(system.folder, 'linked', 'train.tsv'));
  const of = (/** @type {string} */ from) => ({ ...task, from });
  for (const [operation, steps] of Object.entries({
    'dataset.encode': [of(there), of(missing), of('/etc'), of('./linked'), of('../../etc/passwd')],
    'model.import': [
      { do: 'model.import', from: '/etc' },
      { do: 'model.import', from: '/nowhere/at-all' },
    ],
    'tokenizer.learn': [
      { ...vocabulary, corpus: there },
      { ...vocabulary, corpus: missing },
    ],
    'evaluate.texts': [{ do: 'evaluate.texts', hypotheses: there, references: [missing] }],
    present: [
      { ...of(missing), when: 'present' },
      { ...of(there), when: 'present' },
    ],
  })) {
    for (const step of steps) {
      const pipeline = { name: 'outside', steps: { vocabulary, step } };
      const body = JSON.stringify({ pipeline, folder: system.folder });
      const { code, answer } = await stranger.ask('tlc.v1.pipelines.submit', body);
      assert.equal(code, 'INPUT_OUTSIDE', `${operation} ${JSON.stringify(step)}: ${JSON.stringify(answer)}`);
      assert.match(answer.error?.message ?? '', /lies outside of the folders .*TLC_INPUT_ROOTS/);
    }
  }
  const tell = async (/** @type {string} */ path) => {
    const seq = await stranger.queue(
      'tokenization',
      JSON.stringify({ operation: 'tokenizer.learn', inputs: { corpus: path } }),
    );
    const run = `job-${seq}`;
    for (;;) {
      const event = stranger.events.find((each) => each.run === run && each.type === 'failed');
      if (event?.type === 'failed')
        return { ...event.error, message: event.error.message.replace(path, 'PATH'), details: {} };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const told = await tell(there);
  assert.equal(told.code, 'INPUT_OUTSIDE');
  assert.deepEqual(await tell(missing), told);
});

test('pipes, sockets and devices are refused at once', { timeout: 30_000 }, async () => {
  const folder = join(system.folder, 'odd');
  await mkdir(folder);
  await promisify(execFile)('mkfifo', [join(folder, 'pipe')]);
  await symlink('pipe', join(folder, 'to-pipe'));
  const server = createServer().listen(join(folder, 'socket'));
  try {
    for (const path of ['odd/pipe', 'odd/to-pipe', 'odd/socket', 'odd', '/dev/zero', '/proc/self/environ']) {
      const pipeline = {
        name: 'odd',
        steps: { step: { ...vocabulary, corpus: path.startsWith('/') ? path : `./${path}` } },
      };
      const { code } = await stranger.ask(
        'tlc.v1.pipelines.submit',
        JSON.stringify({ pipeline, folder: system.folder }),
      );
      assert.equal(code, 'INPUT_NOT_REGULAR', path);
    }
  } finally {
    server.close();
  }
});
