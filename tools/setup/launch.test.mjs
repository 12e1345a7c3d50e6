import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { launch } from './launch.mjs';

const options = { cwd: process.cwd(), env: process.env };

test('the exit code passes through', async () => {
  assert.equal(await launch(process.execPath, ['-e', 'process.exit(7)'], options), 7);
});

test('a command that a signal ended gives 128 and the signal’s number', async () => {
  assert.equal(await launch(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'], options), 137);
});

test('a signal reaches the command, which ends in its own way', async () => {
  const inner = `process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready');`;
  const script = `import { launch } from ${JSON.stringify(new URL('launch.mjs', import.meta.url).href)};
    process.exit(await launch(process.execPath, ['-e', ${JSON.stringify(inner)}], { cwd: '.', env: process.env }));`;
  const outer = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await new Promise((resolve) => outer.stdout.once('data', resolve));
  outer.kill('SIGTERM');
  assert.equal(await new Promise((resolve) => outer.once('close', resolve)), 5);
});
