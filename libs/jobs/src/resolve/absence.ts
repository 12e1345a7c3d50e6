import { resolve } from 'node:path';
import { locateNamed, statInput } from '#artifacts';
import { checkConfig, TlcError } from '#contracts';
import { isHubReference } from '#hub';
import type { Operation } from '../operation/operation.js';

/** Why a step cannot be done with the files that are there: a path of its inputs that is not, or what its operation says.
 * @param paths its inputs that name paths
 * @param folder that relative paths start from
 * @param field what to call the config in messages
 * @returns undefined where all are there
 * @throws TlcError CONFIG_…, INPUT_OUTSIDE, INPUT_NOT_REGULAR, and what the operation throws */
export async function absenceOf(
  operation: Operation,
  config: unknown,
  paths: readonly (readonly [name: string, path: string])[],
  folder: string,
  field: string,
): Promise<string | undefined> {
  const known = paths.flatMap(([name, path]) => (isHubReference(path) ? [] : [[name, resolve(folder, path)] as const]));
  for (const [, path] of known) {
    if (!(await isThere(path))) return `${path} is not there`;
  }
  return operation.absence?.({
    config: checkConfig(operation.config, config, field),
    pathOf: (name) => known.find(([input]) => input === name)?.[1],
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await locateNamed(path);
    await statInput(path);
    return true;
  } catch (error) {
    if (error instanceof TlcError) throw error;
    return false;
  }
}
