import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fileURLToPath(new URL('./probes', import.meta.url));

describe('the lint', () => {
  const eslint = new ESLint({ cwd: root });

  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    const [, path] = /^\/\/ as (.+)$/m.exec(text);
    const [, rule] = /^\/\/ refused by (.+)$/m.exec(text);

    it(`refuses ${file} as ${path} by ${rule}`, async () => {
      const [{ messages }] = await eslint.lintText(text, { filePath: join(root, path) });
      assert.ok(
        messages.some((message) => message.ruleId === rule && message.severity === 2),
        `the lint let the probe pass: ${JSON.stringify(messages)}`,
      );
    });
  }

  it('lets a file pass that keeps to the rules', async () => {
    const text = "import { tf } from '#engine';\n\nexport const probe = tf;\n";
    const [{ messages }] = await eslint.lintText(text, { filePath: join(root, 'libs/models/src/probe.ts') });
    assert.deepEqual(messages, []);
  });
});
