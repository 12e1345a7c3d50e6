/** Runs training-memory.mjs as a service runs a job. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freemem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { residentMemory } from './measure.mjs';

const { childEnvironment } = await import(
  new URL('../../dist/libs/runtime/src/worker/environment.js', import.meta.url).href
);
const script = fileURLToPath(new URL('training-memory.mjs', import.meta.url));

/** Megabytes that are left to the rest of the machine: a process that comes so near to its end is stopped. */
const LEFT = 700;

/**
 * Trains a shape for a few steps in a process of its own.
 *
 * @returns {Promise<Record<string, any>>} its figures, or `refused` with the reason
 */
export async function measuredTraining(shape) {
  const most = freemem() / 1e6 - LEFT;
  const env = { ...childEnvironment(), TF_CPP_MIN_LOG_LEVEL: '2' };
  const child = spawn(process.execPath, [script, JSON.stringify(shape)], { env });
  let [output, errors, stopped] = ['', '', undefined];
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (errors += text));
  const watch = setInterval(() => {
    const held = residentMemory(child.pid);
    if (held > most) stopped = `stopped at ${held} MB: the machine has ${Math.round(most)} to give`;
    if (stopped) child.kill('SIGKILL');
  }, 100);
  const [code] = await once(child, 'close');
  clearInterval(watch);
  if (code !== 0) return { refused: stopped ?? /TlcError: (.*)/.exec(errors)?.[1] ?? errors.slice(-300) };
  const figures = JSON.parse(output);
  return { ...figures, error: figures.predicted_mb / figures.peak_mb - 1 };
}
