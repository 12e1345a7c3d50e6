import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs test files of a library in a process where WebAssembly computes, and gives what failed. */
async function failuresInWasm(library: string, files: string[]): Promise<string[]> {
  const args = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '-c',
    `libs/${library}/jest.config.mjs`,
    '--json',
    '--reporters=default',
    '--testPathPatterns',
  ];
  const options = { cwd: root, env: { ...process.env, TLC_ENGINE: 'wasm' }, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...files], options).catch((error) => error);
  const { numPassedTests, testResults } = JSON.parse(stdout) as {
    numPassedTests: number;
    testResults: { status: string; message: string }[];
  };
  expect(numPassedTests).toBeGreaterThan(files.length);
  // Files of which everything is skipped, such as the tests of kernels, are neither
  return testResults.filter(({ status }) => status === 'failed').map(({ message }) => message);
}

const OPERATIONS = ['operations/', 'optimizers/optimizers.spec', 'value-and-gradients.spec', 'global-norm.spec'];

describe('in WebAssembly, without a native library', () => {
  it('every operation has its values and gradients', async () => {
    const files = OPERATIONS.map((name) => `/engine/src/${name}`);
    expect(await failuresInWasm('engine', files)).toEqual([]);
  });

  it('BERT has its known answers', async () => {
    expect(await failuresInWasm('models', ['models/src/known-answers', 'models/src/forward.spec'])).toEqual([]);
  });

  it('a model is trained and evaluated, with the known answers', async () => {
    expect(await failuresInWasm('training', ['/training/src/known-answers.spec'])).toEqual([]);
    expect(await failuresInWasm('evaluation', ['/evaluate-model.spec'])).toEqual([]);
  });
});
