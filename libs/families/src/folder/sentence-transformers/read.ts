import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { content, quoted, TlcError } from '#contracts';
import type { ModelConfig } from '../../family.js';
import type { Embeddings } from '../../head.js';
import { dimensions } from '../../model-shape.js';
import type { Settings } from '../../settings/reader.js';
import { FILES, readSettings, readJson } from '../files.js';
import { SENTENCE_FILES } from './files.js';
import { readPooling } from './pooling-modes.js';

/** The embeddings head of a folder of sentence-transformers; undefined where it is none.
 * @throws TlcError MODEL_UNSUPPORTED with the module or setting that TLC has not; MODEL_MISSING_FILE, MODEL_CONFIG_INVALID */
export async function readEmbeddings(folder: string, config: ModelConfig): Promise<Embeddings | undefined> {
  const path = join(folder, SENTENCE_FILES.modules);
  if (!existsSync(path)) return undefined;
  const { pooling: poolingFolder, normalize } = await readModules(path);
  const poolingPath = join(folder, poolingFolder, FILES.config);
  if (!existsSync(poolingPath)) {
    const message = `The model folder ${folder} lacks ${content(poolingFolder)}/${FILES.config}, which ${SENTENCE_FILES.modules} names.`;
    throw new TlcError('MODEL_MISSING_FILE', message, { details: { folder, name: poolingFolder } });
  }
  const settings = await readSettings(poolingPath);
  if (settings.include_prompt === false) throw unsupported(poolingPath, 'include_prompt', false, 'true');
  const longest = await readLongest(folder, config);
  return {
    kind: 'embeddings',
    pooling: readPooling(settings, poolingPath),
    normalize,
    ...(longest !== undefined && { longest }),
    ...(await readUse(folder)),
  };
}

interface Modules {
  /** Folder of the pooling's config. */
  readonly pooling: string;
  readonly normalize: boolean;
}

/** A Transformer in the folder itself, pooling, and perhaps a division by the length. */
async function readModules(path: string): Promise<Modules> {
  const listed = await readJson(path);
  if (!Array.isArray(listed)) {
    throw new TlcError('MODEL_CONFIG_INVALID', `${path} is not a list of modules.`, { details: { path } });
  }
  const modules = (listed as { path?: unknown; type?: unknown }[]).map((module) => ({
    name: String(module?.type).split('.').at(-1)!,
    path: String(module?.path ?? ''),
  }));
  const [encoder, pooling, ...after] = modules;
  const wanted = ['Transformer', 'Pooling', 'Normalize'];
  const other = modules.find(({ name }, i) => name !== wanted[i]);
  if (other) throw unsupported(path, 'modules', other.name, 'Transformer, Pooling and Normalize, in this order');
  if (!pooling) throw unsupported(path, 'modules', modules.map(({ name }) => name).join(), 'Transformer and Pooling');
  if (encoder.path !== '') throw unsupported(path, 'path of the Transformer', encoder.path, 'the folder itself, ""');
  return { pooling: pooling.path, normalize: after.length > 0 };
}

/** After how many tokens texts are cut, where that is less than the encoder takes. */
async function readLongest(folder: string, config: ModelConfig): Promise<number | undefined> {
  const path = join(folder, SENTENCE_FILES.encoder);
  const settings = existsSync(path) ? await readSettings(path) : {};
  checkEncoder(settings, path);
  const tokenizerPath = join(folder, FILES.tokenizerConfig);
  const ofTokenizer = existsSync(tokenizerPath) ? (await readSettings(tokenizerPath)).model_max_length : undefined;
  const longest = settings.max_seq_length ?? ofTokenizer;
  if (longest === undefined || longest === null) return undefined;
  if (typeof longest !== 'number' || !(longest >= 1)) {
    const message = `${path}: max_seq_length is ${quoted(longest)}, expected a whole number above 0.`;
    throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { setting: 'max_seq_length', value: longest } });
  }
  return longest < dimensions(config).positions ? Math.floor(longest) : undefined;
}

/** What sentence-transformers may have the encoder do otherwise. */
function checkEncoder(settings: Settings, path: string): void {
  const task = settings.transformer_task ?? 'feature-extraction';
  if (task !== 'feature-extraction') throw unsupported(path, 'transformer_task', task, '"feature-extraction"');
  if (settings.do_lower_case === true) {
    throw unsupported(path, 'do_lower_case', true, 'false: let tokenizer.json say what becomes of upper case');
  }
  const { modality_config: modalities = {} } = settings as { modality_config?: Record<string, Settings> };
  const output = modalities.text?.method_output_name ?? 'last_hidden_state';
  if (output !== 'last_hidden_state') throw unsupported(path, 'method_output_name', output, '"last_hidden_state"');
}

/** Prompts, and how vectors are compared. */
async function readUse(folder: string): Promise<Pick<Embeddings, 'prompts' | 'similarity'>> {
  const path = join(folder, SENTENCE_FILES.model);
  const settings = existsSync(path) ? await readSettings(path) : {};
  const { default_prompt_name: usual, similarity_fn_name: similarity } = settings;
  const prompts = Object.entries(settings.prompts ?? {}).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  );
  if (prompts.some(([name]) => name === usual)) {
    throw unsupported(path, 'default_prompt_name', usual, 'null: a text is encoded as it is');
  }
  return {
    ...(prompts.length > 0 && { prompts: Object.fromEntries(prompts) }),
    ...(typeof similarity === 'string' && similarity !== 'cosine' && { similarity }),
  };
}

function unsupported(path: string, setting: string, value: unknown, expected: string): TlcError {
  const message = `${path}: ${setting} is ${quoted(value)}; TLC has ${expected}.`;
  return new TlcError('MODEL_UNSUPPORTED', message, { details: { setting, value } });
}
