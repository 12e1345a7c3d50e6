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

/** Of two keys exactly one is given: [name, whether it is].
 * @throws TlcError PIPELINE_MISSING_INPUT where neither is, PIPELINE_WRONG_INPUT where both are */
export function exactlyOne(
  given: GivenKeys,
  [first, hasFirst]: [string, boolean],
  [second, hasSecond]: [string, boolean],
): void {
  if (hasFirst !== hasSecond) return;
  if (hasFirst) {
    throw refusedKey(
      given,
      'PIPELINE_WRONG_INPUT',
      second,
      `has no place beside ${first}: give exactly one of the two`,
    );
  }
  const or = given.fieldOf(second);
  throw refusedKey(given, 'PIPELINE_MISSING_INPUT', first, `is missing, or ${or}: give exactly one of the two`);
}
