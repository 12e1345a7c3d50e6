import { TlcError } from '../errors/tlc-error.js';

/** The whole number of a variable of the environment, or undefined where it is not set.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function numberVariable(
  env: NodeJS.ProcessEnv,
  name: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: { readonly least?: number; readonly most?: number } = {},
): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = `from ${least} to ${most}`;
  throw new TlcError('CONFIG_WRONG_VALUE', `${name}: ${JSON.stringify(text)} is not a whole number ${range}`, {
    details: { field: name },
  });
}
