import { TlcError } from '#contracts';

/** A step as rules between its keys look at it. */
export interface GivenKeys<C = object> {
  readonly config: C;
  /** Whether an input is given. */
  has(input: string): boolean;
  /** What to call a key in messages: `steps.sst2.task`, or `config.task` of a job on its own. */
  fieldOf(key: string): string;
}

type Code = 'PIPELINE_MISSING_INPUT' | 'PIPELINE_WRONG_INPUT' | 'CONFIG_MISSING_KEY' | 'CONFIG_WRONG_VALUE';

/** The error of a rule: what is wrong with a key. */
export function refusedKey({ fieldOf }: Pick<GivenKeys, 'fieldOf'>, code: Code, key: string, what: string): TlcError {
  const field = fieldOf(key);
  return new TlcError(code, `${field} ${what}`, { details: { field } });
}

/** Throws an error again with the key that it is about. */
export const inKey =
  ({ fieldOf }: Pick<GivenKeys, 'fieldOf'>, key: string) =>
  (error: unknown): never => {
    if (!(error instanceof TlcError)) throw error;
    throw new TlcError(error.code, `${fieldOf(key)}: ${error.marked}`, { details: error.details, cause: error });
  };

/** Of some keys exactly one is given: [name, whether it is] of each.
 * @throws TlcError PIPELINE_MISSING_INPUT where none is, PIPELINE_WRONG_INPUT where several are */
export function exactlyOne(given: GivenKeys, ...keys: readonly (readonly [string, boolean])[]): void {
  const [first, second] = keys.filter(([, isGiven]) => isGiven).map(([name]) => name);
  const fix = `give exactly one of the ${keys.length === 2 ? 'two' : keys.length}`;
  if (second !== undefined) {
    throw refusedKey(given, 'PIPELINE_WRONG_INPUT', second, `has no place beside ${first}: ${fix}`);
  }
  if (first !== undefined) return;
  const [[one], ...others] = keys;
  const or = others.map(([name]) => given.fieldOf(name)).join(', or ');
  throw refusedKey(given, 'PIPELINE_MISSING_INPUT', one, `is missing, or ${or}: ${fix}`);
}
