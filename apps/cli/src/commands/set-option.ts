import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { TlcError } from '#contracts';

/** The values that `--set KEY=VALUE …` gives. VALUE is read as YAML reads it, as if it stood in the pipeline; only that
 * a relative path of something that is there starts in the folder `from`, as paths of a command line do.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function setOption(given: readonly string[] = [], from = process.cwd()): Record<string, unknown> | undefined {
  if (given.length === 0) return undefined;
  const values = new Map<string, unknown>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 1) throw refused(text, 'is not KEY=VALUE');
    const key = text.slice(0, at);
    if (values.has(key)) throw refused(text, `gives ${key} a second time`);
    values.set(key, fromHere(valueOf(text, text.slice(at + 1)), from));
  }
  return Object.fromEntries(values);
}

function valueOf(text: string, value: string): unknown {
  try {
    return parse(value, { logLevel: 'error' });
  } catch (error) {
    throw refused(text, `: its value is not YAML (${(error as Error).message.split('\n')[0]})`);
  }
}

/** A path has a slash, as in pipelines: without one it is the name of a step. */
function fromHere(value: unknown, from: string): unknown {
  if (typeof value !== 'string' || !value.includes('/')) return value;
  const path = resolve(from, value);
  return existsSync(path) ? path : value;
}

const refused = (text: string, problem: string) =>
  new TlcError('CONFIG_WRONG_VALUE', `--set ${text} ${problem}`.replace(' :', ':'));
