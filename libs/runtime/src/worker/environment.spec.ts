import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { childEnvironment } from './environment.js';

/** MiB of the young generation of a process that makes much garbage, of which some lives for a while. */
function youngGeneration(env: NodeJS.ProcessEnv): number {
  const script = `
    const held = [];
    for (let i = 0; i < 5e5; i++) held[i % 1e5] = { i };
    const { getHeapSpaceStatistics } = require('node:v8');
    console.log(String(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20));`;
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env }));
}

it('a child’s young generation stays small, so that garbage does not keep TensorFlow’s blocks apart; the user’s word counts more', () => {
  const plain = { ...process.env, NODE_OPTIONS: '' };
  expect(youngGeneration(childEnvironment(plain))).toBeLessThanOrEqual(3);
  expect(youngGeneration(childEnvironment({ ...plain, NODE_OPTIONS: '--max-semi-space-size=16' }))).toBeGreaterThan(8);
});

it('what the user has set stays', () => {
  const env = childEnvironment({ MALLOC_TOP_PAD_: '0', NODE_OPTIONS: '--no-warnings', TLC_THREADS: '2' });
  expect(env).toMatchObject({ MALLOC_TOP_PAD_: '0', TF_NUM_INTRAOP_THREADS: '2' });
  expect(env.NODE_OPTIONS).toContain('--no-warnings');
});
