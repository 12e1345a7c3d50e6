import { content, TlcError } from '#contracts';
import type { FileDialect, ModelConfig } from '../family.js';
import { parameterName } from './tensor-names.js';

/** The names that tensors have in a file, by TLC's names. */
export interface FileNames {
  /** Those of parameters. */
  readonly own: ReadonlyMap<string, string>;
  /** Those of copies of parameters, such as a decoder that is tied to the word embeddings. */
  readonly copies: ReadonlyMap<string, string>;
}

/** @throws TlcError MODEL_UNSUPPORTED for a tensor under two names */
export function fileNames(
  stored: Iterable<string>,
  dialect: FileDialect<ModelConfig>,
  config: ModelConfig,
  path: string,
): FileNames {
  const { tied = {} } = dialect;
  const untied = dialect.untied?.(config) ?? [];
  const own = new Map<string, string>();
  const copies = new Map<string, string>();
  for (const fileName of stored) {
    const name = parameterName(dialect, fileName);
    if (name === undefined) continue;
    const target = name in tied && !untied.includes(name) ? copies : own;
    if (target.has(name)) {
      throw new TlcError('MODEL_UNSUPPORTED', `${path} has the tensor ${content(name)} under two names.`, {
        details: { path },
      });
    }
    target.set(name, fileName);
  }
  // A file may hold a parameter by the name of its copy alone
  for (const [name, fileName] of copies) if (!own.has(tied[name])) own.set(tied[name], fileName);
  return { own, copies };
}
