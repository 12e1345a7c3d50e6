import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { small } from './system/steps.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startSystem } from './system/system.mjs';

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
before(async () => {
  system = await startSystem();
  await writeSst2(join(system.folder, 'SST-2'));
});
after(() => system.close());

const learn = 'do: tokenizer.learn, corpus: SST-2, column: sentence';
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefghi'.split('').map(doubled)].join('\n');

/** @type {(name: string, index: number) => string} */
function doubled(name, index) {
  const before = `*${'abcdefghi'[index]}`;
  return `${name}: &${name} [${Array(9).fill(before).join(', ')}]`;
}

/** @type {(steps: string) => string} */
const named = (steps) => `name: bad\nsteps:\n${steps.replace(/^/gm, '  ')}\n`;

/** Pipelines that nobody can run: [what, text or document, code, what the message says]. */
const BAD = /** @type {const} */ ([
  [
    'a cycle',
    named(
      'a: { do: model.finetune, model: b, dataset: c }\nb: { do: model.finetune, model: a, dataset: c }\nc: { do: dataset.encode, tokenizer: v, text: SST-2 }\nv: { ' +
        learn +
        ' }',
    ).replaceAll('dataset: c }', 'dataset: c, stop: { steps: 1 } }'),
    'PIPELINE_CYCLE',
    /a.*b.*a/,
  ],
  ['a step that needs itself', named('a: { do: compress, with: magnitude-pruning, model: a }'), 'PIPELINE_CYCLE', /a/],
  [
    'an unknown step',
    named(`vocabulary: { ${learn} }\nc: { do: dataset.encode, tokenizer: vocabulry, text: SST-2 }`),
    'PIPELINE_UNKNOWN_STEP',
    /vocabulry.*vocabulary/,
  ],
  [
    'an unknown step to compare',
    `${named(`vocabulary: { ${learn} }`)}report: { compare: [vocab] }`,
    'PIPELINE_UNKNOWN_STEP',
    /report.compare/,
  ],
  ['a missing input', named('c: { do: dataset.encode, text: SST-2 }'), 'PIPELINE_MISSING_INPUT', /steps\.c\.tokenizer/],
  [
    'an unknown operation',
    named('c: { do: dataset.encod }'),
    'PIPELINE_UNKNOWN_OPERATION',
    /Did you mean dataset\.encode\?/,
  ],
  [
    'an unknown plugin',
    named(`m: { do: model.import, from: SST-2 }\nc: { do: compress, with: magnitude-prunning, model: m }`),
    'PLUGIN_UNKNOWN',
    /Did you mean magnitude-pruning\?/,
  ],
  [
    'a plugin outside',
    named(`m: { do: model.import, from: SST-2 }\nc: { do: compress, with: ../../evil, model: m }`),
    'PLUGIN_UNKNOWN',
    /\.\.\/\.\.\/evil/,
  ],
  ['two steps of one name', named(`a: { ${learn} }\na: { ${learn} }`), 'PIPELINE_DUPLICATE_STEP', /line 4/],
  [
    'an unknown key',
    named(`a: { ${learn}, vocabsize: 100 }`),
    'CONFIG_UNKNOWN_KEY',
    /vocabsize.*Did you mean vocab_size\?/,
  ],
  [
    'an unknown key of a plugin',
    named(
      'm: { do: model.import, from: SST-2 }\nc: { do: compress, with: magnitude-pruning, model: m, config: { sparsty: 0.5 } }',
    ),
    'CONFIG_UNKNOWN_KEY',
    /sparsty.*Did you mean sparsity\?/,
  ],
  ['a wrong value', named(`a: { ${learn}, vocab_size: many }`), 'CONFIG_WRONG_VALUE', /vocab_size.*many/],
  ['a name with ../', named(`../a: { ${learn} }`), 'NAME_INVALID', /\.\.\/a/],
  ['a name of a pipeline with ../', named(`a: { ${learn} }`).replace('bad', '../bad'), 'NAME_INVALID', /\.\.\/bad/],
  [
    'an artifact with ../',
    named('c: { do: compress, with: magnitude-pruning, model: "artifact:../../a" }'),
    'CONFIG_WRONG_VALUE',
    /\.\.\/\.\.\/a/,
  ],
  [
    'an artifact that is not there',
    named('c: { do: compress, with: magnitude-pruning, model: "artifact:abcdef" }'),
    'ARTIFACT_UNKNOWN',
    /abcdef/,
  ],
  ['a file that is not there', named('a: { do: tokenizer.learn, corpus: no/such }'), 'FILE_MISSING', /no\/such/],
  ['__proto__', named(`__proto__: { ${learn} }`), 'NAME_INVALID', /__proto__/],
  ['no steps', named('{}'), 'CONFIG_WRONG_VALUE', /steps/],
  ['an empty text', '', 'CONFIG_WRONG_VALUE', /text/],
  ['nothing but a comment', '# nothing', 'PIPELINE_NOT_READABLE', /empty/],
  ['no YAML', 'name: [', 'PIPELINE_NOT_READABLE', /line 1/],
  ['a list', '- a', 'CONFIG_WRONG_VALUE', /object/],
  ['900 kB of nested brackets', '['.repeat(900_000), 'MESSAGE_TOO_LARGE', /nested/],
  ['2 MB of nested brackets', '['.repeat(2 * 2 ** 20), 'MESSAGE_TOO_LARGE', /bytes/],
  ['aliases of aliases of aliases', `${bomb}\n`, 'PIPELINE_NOT_READABLE', /aliases/],
  [
    'a million steps by its matrices',
    named(
      `a: { ${learn}, matrix: { vocab_size: [${numbers(1000)}], min_frequency: [${numbers(1000)}] } }`.replace(
        'corpus: SST-2',
        'corpus: SST-2, vocab_size: "${matrix.vocab_size}", min_frequency: "${matrix.min_frequency}"',
      ),
    ),
    'PIPELINE_TOO_LARGE',
    /./,
  ],
]);

/** @param {number} count */
function numbers(count) {
  return Array.from({ length: count }, (_, i) => i + 10).join(', ');
}

/** @param {Record<string, unknown>} request */
async function refusal(request) {
  for (const subject of ['plan', 'submit']) {
    try {
      await system.client.request(`tlc.v1.pipelines.${subject}`, { folder: system.folder, ...request }, 60_000);
    } catch (error) {
      if (subject === 'submit') return /** @type {import('#contracts').TlcError} */ (error);
      continue;
    }
    assert.fail(`${subject} took ${JSON.stringify(request).slice(0, 500)}`);
  }
  throw new Error('not reached');
}

for (const [what, text, code, says] of BAD) {
  test(`a pipeline with ${what} is refused, by plan and by submit`, async () => {
    const error = await refusal({ text });
    const note = `${error.code}: ${error.message.slice(0, 500)}`;
    assert.equal(error.code, code, note);
    assert.match(error.message, says);
  });
}

test('what was refused left no run, no job and no file, and a good pipeline runs', async () => {
  assert.deepEqual((await system.client.request('tlc.v1.pipelines.list')).runs, []);
  for (const folder of ['artifacts', 'staging', 'work']) assert.deepEqual(await readdir(join(system.home, folder)), []);
  const { status } = await system.run(small);
  assert.equal(status, 'completed');
});
