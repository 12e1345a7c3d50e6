import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureBuild } from './build.mjs';
import { silentProgress, temporaryFolder } from './testing/temporary.mjs';

const root = temporaryFolder();
mkdirSync(join(root, 'tools/build'), { recursive: true });

test('a build that fails is quoted', async () => {
  writeFileSync(
    join(root, 'tools/build/build.mjs'),
    `console.error('main.ts:3: this is not TypeScript'); process.exit(1);`,
  );
  await assert.rejects(ensureBuild(root, silentProgress), { code: 'SETUP_BUILD', message: /main\.ts:3: this is not/ });
});
