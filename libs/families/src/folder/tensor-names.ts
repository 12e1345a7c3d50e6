import type { FileDialect, ModelConfig } from '../family.js';

type Names = Pick<FileDialect<ModelConfig>, 'prefix' | 'heads' | 'ignored' | 'renamed'>;

const begins = (name: string, part: string) => name === part || name.startsWith(`${part}.`);

/** Whether a parameter belongs to a head, so that a model of another head does without it. */
export const isHeadParameter = ({ heads }: Names, name: string): boolean => heads.some((part) => begins(name, part));

/** TLC's name of a tensor in a Hugging Face file, or undefined where it is no parameter. Files of a bare encoder lack the
 * prefix. */
export function parameterName(dialect: Names, fileName: string): string | undefined {
  const { prefix, ignored = [], renamed = [] } = dialect;
  const isWhole = prefix === '' || begins(fileName, prefix) || isHeadParameter(dialect, fileName);
  const whole = isWhole ? fileName : `${prefix}.${fileName}`;
  if (ignored.some((pattern) => pattern.test(whole))) return undefined;
  return renamed.reduce((name, [pattern, other]) => name.replace(pattern, other), whole);
}
