// Progress goes to stderr: the command that follows owns stdout.

/**
 * @typedef {object} Step
 * @property {(text: string) => void} detail what is happening now
 * @property {(note?: string) => void} done
 * @property {() => void} fail
 */
/**
 * @typedef {object} Progress
 * @property {(title: string) => Step} step
 * @property {(text: string) => void} note
 * @property {(lines: string[]) => void} failure the first line is the one that stands out
 */

/**
 * One line a step. On a terminal the line is redrawn with the seconds elapsed; elsewhere a line tells the beginning,
 * one every 15 s that it goes on, and one the end.
 *
 * @param {NodeJS.WriteStream} stream
 * @returns {Progress}
 */
export function createProgress(stream = process.stderr) {
  return {
    step: (title) => (stream.isTTY ? liveStep(stream, title) : plainStep(stream, title)),
    note: (text) => void stream.write(`${text}\n`),
    failure: ([first, ...rest]) => void stream.write(`${[colours(stream)('31', first), ...rest].join('\n')}\n`),
  };
}

/** @param {NodeJS.WriteStream} stream @param {string} title @returns {Step} */
function liveStep(stream, title) {
  const started = Date.now();
  let now = '';
  const paint = colours(stream);
  const draw = () => {
    const line = `… ${title} ${seconds(started)} ${now}`.slice(0, (stream.columns || 80) - 1);
    stream.write(`\r\x1b[K${line}`);
  };
  const timer = setInterval(draw, 200);
  draw();
  /** @param {string} line */
  const end = (line) => {
    clearInterval(timer);
    stream.write(`\r\x1b[K${line}\n`);
  };
  return {
    detail: (text) => void (now = text),
    done: (note = '') => end(`${paint('32', '✓')} ${title} ${seconds(started)} ${note}`.trimEnd()),
    fail: () => end(`${paint('31', '✗')} ${title} ${seconds(started)}`),
  };
}

/** @param {NodeJS.WriteStream} stream @param {string} title @returns {Step} */
function plainStep(stream, title) {
  const started = Date.now();
  let now = '';
  stream.write(`set-up: ${title}\n`);
  const timer = setInterval(
    () => stream.write(`set-up: ${title}, ${seconds(started)} ${now}`.trimEnd() + '\n'),
    15_000,
  );
  /** @param {string} line */
  const end = (line) => {
    clearInterval(timer);
    stream.write(`set-up: ${line}\n`);
  };
  return {
    detail: (text) => void (now = text),
    done: (note = '') => end(`${title}: done in ${seconds(started)} ${note}`.trimEnd()),
    fail: () => end(`${title}: failed after ${seconds(started)}`),
  };
}

/** @param {number} started */
function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

/** @param {NodeJS.WriteStream} stream @returns {(colour: string, text: string) => string} */
function colours(stream) {
  const plain = !stream.isTTY || Boolean(process.env.NO_COLOR);
  return (colour, text) => (plain ? text : `\x1b[${colour}m${text}\x1b[0m`);
}

/**
 * Runs `work` as a step that is shown.
 *
 * @template T
 * @param {Progress} progress
 * @param {string} title
 * @param {(step: Step) => Promise<T>} work
 * @param {(result: T) => string} [note]
 */
export async function shown(progress, title, work, note = () => '') {
  const step = progress.step(title);
  try {
    const result = await work(step);
    step.done(note(result));
    return result;
  } catch (error) {
    step.fail();
    throw error;
  }
}
