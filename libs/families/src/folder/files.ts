import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listInput, readInput } from '#artifacts';
import { content, jsonPlace, TlcError } from '#contracts';

/** The files of a model folder, as Hugging Face names them. */
export const FILES = {
  config: 'config.json',
  weights: 'model.safetensors',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  card: 'README.md',
} as const;

/** The path of a file that a model folder must have.
 *
 * @throws TlcError MODEL_MISSING_FILE with what the folder has instead */
export async function requiredFile(folder: string, name: string): Promise<string> {
  const names = await listInput(folder).catch((cause: unknown) => {
    if (cause instanceof TlcError) throw cause;
    throw new TlcError('MODEL_MISSING_FILE', `There is no model folder ${folder}.`, { cause, details: { folder } });
  });
  if (names.includes(name)) return join(folder, name);
  const message = `The model folder ${folder} lacks ${name}; it has ${content(names.toSorted().join(', ') || 'no files')}.`;
  throw new TlcError('MODEL_MISSING_FILE', message, { details: { folder, name } });
}

/** The content of `config.json`.
 *
 * @throws TlcError MODEL_MISSING_FILE; MODEL_CONFIG_INVALID where it is not a JSON object */
export async function readSettings(path: string): Promise<Readonly<Record<string, unknown>>> {
  const settings = await readJson(path);
  if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) {
    return settings as Record<string, unknown>;
  }
  const message = `${path} is not a JSON object: its content is not an object.`;
  throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { path } });
}

/** The content of a JSON file.
 *
 * @throws TlcError MODEL_CONFIG_INVALID where it is not JSON */
export async function readJson(path: string): Promise<unknown> {
  const text = (
    await readInput(path).catch((error: unknown) => {
      throw TlcError.from(error, 'FILE_MISSING');
    })
  ).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const message = `${path} is not JSON, ${jsonPlace(text)}: ${content((error as Error).message)}.`;
    throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { path } });
  }
}

/** The content of the model's tokenizer.json.
 *
 * @throws TlcError MODEL_MISSING_FILE where the model came without */
export function tokenizerOf({ tokenizer }: { readonly tokenizer?: string }): string {
  if (tokenizer !== undefined) return tokenizer;
  throw new TlcError('MODEL_MISSING_FILE', `The model has no ${FILES.tokenizer}, so that it cannot read text.`);
}

/** Bytes of the files that a user would ship: config, weights, tokenizer and its config. */
export async function modelBytes(folder: string): Promise<number> {
  const shipped = [FILES.config, FILES.weights, FILES.tokenizer, FILES.tokenizerConfig];
  const sizes = shipped.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
