import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from './testing/temporary.mjs';

const folder = temporaryFolder();
const here = (/** @type {string} */ name) => JSON.stringify(new URL(name, import.meta.url).href);

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  test(`${signal} during set-up ends what it started and removes what was half done`, async () => {
    const cache = join(folder, signal);
    const script = `import { cacheEntry } from ${here('cache.mjs')};
      import { runChild } from ${here('child.mjs')};
      import { guardSetup } from ${here('interrupt.mjs')};
      guardSetup();
      await cacheEntry(${JSON.stringify(cache)}, 'kind/key', { detail() {} }, async (scratch) => {
        await runChild('sh', ['-c', 'sleep 60 & echo $!; wait'], { onText: (text) => process.stdout.write(text) });
      });`;
    const setup = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const grandchild = await new Promise((resolve) => setup.stdout.once('data', (pid) => resolve(Number(pid))));
    setup.kill(signal);
    assert.equal(await new Promise((resolve) => setup.once('close', resolve)), code);
    assert.deepEqual(readdirSync(cache), []);
    await assert.rejects(async () => {
      // The kernel takes a moment to bury it.
      for (let i = 0; i < 100; i++) {
        process.kill(grandchild, 0);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }, /ESRCH/);
  });
}
