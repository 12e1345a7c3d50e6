import assert from 'node:assert/strict';
import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { small } from './system/steps.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startSystem, stepOf } from './system/system.mjs';

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
before(async () => {
  system = await startSystem();
  await writeSst2(join(system.folder, 'SST-2'));
});
after(() => system.close());

const ids = async () => (await system.store.list()).map(({ id }) => id).sort();

for (const [how, damage] of /** @type {const} */ ([
  [
    'a byte of it flipped',
    async (/** @type {string} */ file) => {
      const bytes = await readFile(file);
      bytes[bytes.length - 1] ^= 1;
      await writeFile(file, bytes);
    },
  ],
  ['a byte added', (/** @type {string} */ file) => appendFile(file, 'x')],
])) {
  test(`an artifact's file with ${how} is found and named, and only that step is computed again`, async () => {
    const before = await system.run(small);
    assert.equal(before.status, 'completed', JSON.stringify(before));
    const { artifact } = stepOf(before, 'pretrained');
    const known = await ids();
    await damage(join(system.home, 'artifacts', artifact, 'model.safetensors'));

    const quantized = { do: 'compress', with: 'uniform-quantization', model: 'pretrained', config: { bits: 4 } };
    const failed = await system.run({ ...small, quantized });
    const { error } = stepOf(failed, 'quantized');
    assert.equal(error?.code, 'ARTIFACT_CORRUPT');
    assert.deepEqual(error?.details, { id: artifact, file: 'model.safetensors' });
    assert.deepEqual(await ids(), known);
    assert.deepEqual(await readdir(join(system.home, 'staging')), []);

    await system.store.remove(artifact);
    const repaired = await system.run({ ...small, quantized });
    assert.equal(repaired.status, 'completed', JSON.stringify(repaired));
    const cached = repaired.steps.filter((step) => step.cached).map((step) => step.name);
    assert.deepEqual(cached, ['vocabulary', 'sst2']);
    await system.store.remove(stepOf(repaired, 'quantized').artifact);
  });
}
