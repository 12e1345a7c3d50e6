import { parse } from 'yaml';
import { TlcError } from '#contracts';

/** The values that `--set KEY=VALUE …` gives. VALUE is read as YAML reads it, as if it stood in the pipeline.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function setOption(given: readonly string[] = []): Record<string, unknown> | undefined {
  if (given.length === 0) return undefined;
  const values = new Map<string, unknown>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 1) throw refused(text, 'is not KEY=VALUE');
    const key = text.slice(0, at);
    if (values.has(key)) throw refused(text, `gives ${key} a second time`);
    values.set(key, valueOf(text, text.slice(at + 1)));
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

const refused = (text: string, problem: string) =>
  new TlcError('CONFIG_WRONG_VALUE', `--set ${text} ${problem}`.replace(' :', ':'));
