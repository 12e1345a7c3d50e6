import { readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { SETTING_NAMES, type Setting, type SettingName, type Settings } from './settings.js';
import { wrongSetting } from './wrong-setting.js';

/** Settings that hold paths, in which `~/` is the home folder. */
const PATHS: readonly SettingName[] = ['creds', 'nkey', 'ca', 'cert', 'key'];

/** Settings of a context that would be needed to connect and that this client has no way for. */
const NOT_HAD = ['nsc', 'socks_proxy', 'windows_cert_store'];

/** A context of the `nats` program: `~/.config/nats/context/NAME.json`, or below XDG_CONFIG_HOME.
 * @param name its name, or the absolute path of such a file
 * @throws TlcError CONFIG_WRONG_VALUE where there is none, or it is not one, or it needs what this client lacks */
export function readContext(name: string, env: NodeJS.ProcessEnv = process.env): Settings {
  const home = env.HOME || homedir();
  const folder = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'nats', 'context');
  const where = `the NATS context ${isAbsolute(name) ? name : JSON.stringify(name)}`;
  if (!isAbsolute(name) && basename(name) !== name)
    throw wrongSetting(where, 'a name is expected, or an absolute path');
  const file = isAbsolute(name) ? name : join(folder, `${name}.json`);
  const fields = parsed(where, contentOf(where, file, folder));
  for (const field of NOT_HAD) {
    if (fields[field]) throw wrongSetting(`${field} of ${where}`, 'this client cannot do that; use another context');
  }
  const given = SETTING_NAMES.map((key) => [key, settingOf(key, fields[key], where, home)] as const);
  return Object.fromEntries(given.filter(([, setting]) => setting));
}

function settingOf(name: SettingName, given: unknown, where: string, home: string): Setting | undefined {
  if (given === undefined || given === null || given === '' || given === false) return undefined;
  const from = `${name} of ${where}`;
  if (typeof given !== 'string' && given !== true) throw wrongSetting(from, 'it is not a text');
  const text = String(given);
  return { value: PATHS.includes(name) && text.startsWith('~/') ? join(home, text.slice(2)) : text, from };
}

function contentOf(where: string, file: string, folder: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const known = contextsIn(folder);
    const there = known.length > 0 ? `there are ${known.join(', ')}` : `there are none in ${folder}`;
    throw wrongSetting(where, `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); ${there}`);
  }
}

function contextsIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []));
  } catch {
    return [];
  }
}

function parsed(where: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Refused as the others; what a parser says quotes the file
  }
  throw wrongSetting(where, 'the file is not a JSON object');
}
