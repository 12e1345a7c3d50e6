import { join } from 'node:path';
import { readInput } from '#artifacts';
import { content, jsonPlace, TlcError } from '#contracts';
import { classNameOf } from './classes.js';
import { TokenizerSettings } from './settings.js';

/** A model folder with the files of a tokenizer. */
export interface TokenizerFolder {
  readonly path: string;
  readonly settings: TokenizerSettings;
  /** A file's content; undefined where the folder lacks it. */
  read(name: string): Promise<Buffer | undefined>;
  text(name: string): Promise<string | undefined>;
}

/** @throws TlcError TOKENIZER_INVALID where a file of settings is no JSON object; FILE_MISSING where one cannot be read */
export async function openTokenizerFolder(path: string): Promise<TokenizerFolder> {
  const read = (name: string) =>
    readInput(join(path, name)).catch((cause: NodeJS.ErrnoException) => {
      if (cause instanceof TlcError) throw cause;
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
      const message = `${join(path, name)} cannot be read (${cause.code})`;
      throw new TlcError('FILE_MISSING', message, { cause, details: { path: join(path, name) } });
    });
  const text = async (name: string) => (await read(name))?.toString('utf8');
  const object = async (name: string) => parse((await text(name)) ?? '{}', join(path, name));
  const config = await object('tokenizer_config.json');
  const className = classNameOf(config, await object('config.json'));
  const map = await object('special_tokens_map.json');
  const settings = new TokenizerSettings(path, config, map, await object('added_tokens.json'), className);
  return { path, settings, read, text };
}

function parse(json: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    const message = `${file} is not a JSON object, ${jsonPlace(json)}: ${content((cause as Error).message)}`;
    throw new TlcError('TOKENIZER_INVALID', message, { cause, details: { file } });
  }
  throw new TlcError('TOKENIZER_INVALID', `${file} is not a JSON object`, { details: { file } });
}
