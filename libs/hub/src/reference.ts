import { TlcError } from '#contracts';

/** A model on the hub. */
export interface HubReference {
  /** `organisation/name`, or the bare name that the oldest models have. */
  readonly id: string;
  /** A branch, a tag or a commit; left out: the main branch. */
  readonly revision?: string;
}

const SCHEME = 'hub:';

/** As the hub names models: letters, digits, `-`, `_` and `.`; `--` and `..` are not in names. */
const NAME = /^[A-Za-z0-9_][\w.-]{0,95}$/;
const REVISION = /^[A-Za-z0-9_][\w./-]{0,199}$/;

/** Whether a path of a pipeline is `hub:organisation/name` or `hub:organisation/name@revision`. */
export function isHubReference(text: string): boolean {
  return text.startsWith(SCHEME);
}

/** @throws TlcError HUB_ID_INVALID */
export function parseHubReference(text: string): HubReference {
  const [id, revision, ...more] = text.slice(SCHEME.length).split('@');
  if (!isHubReference(text) || id === undefined || more.length > 0) refuse(text);
  return checkedReference(id, revision);
}

/** The reference itself, where it may be part of a path and of an address.
 *
 * @throws TlcError HUB_ID_INVALID */
export function checkedReference(id: string, revision: string | undefined): HubReference {
  const parts = id.split('/');
  const isId = parts.length <= 2 && parts.every((part) => NAME.test(part) && !/--|\.\./.test(part));
  const isRevision = revision === undefined || (REVISION.test(revision) && !/\.\.|\/\/|\/$/.test(revision));
  if (!isId || !isRevision) refuse(revision === undefined ? id : `${id}@${revision}`);
  return revision === undefined ? { id } : { id, revision };
}

function refuse(text: string): never {
  const message = `${JSON.stringify(text)} does not name a model of the hub; hub:organisation/name@revision does.`;
  throw new TlcError('HUB_ID_INVALID', message);
}
