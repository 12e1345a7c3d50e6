import { TlcError } from './errors/tlc-error.js';

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** What a name of a step, pipeline or plugin may look like: it becomes a token of subjects and a part of paths. */
export const NAME_RULE = 'a name of 1 to 64 lower-case letters, digits, - and _, starting with a letter or a digit';

/** Returns `name`, or throws NAME_INVALID; `what` says whose name it is. */
export function checkName(name: unknown, what: string): string {
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new TlcError('NAME_INVALID', `${what}: ${JSON.stringify(name)} is not ${NAME_RULE}`, { details: { name } });
}
