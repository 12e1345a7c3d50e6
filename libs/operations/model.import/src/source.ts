import { fetchFromHub, isHubReference, parseHubReference } from '#hub';
import { type OperationContext, pathOf } from '#jobs';
import type { ModelSource } from '#training';

/** The folder to import, and where it came from if it was fetched. */
export interface Source {
  readonly folder: string;
  readonly source?: ModelSource;
}

/** Fetches a model of the hub; a folder is there already.
 * @throws TlcError as fetchFromHub */
export async function fetchSource({ inputs, signal, log }: OperationContext): Promise<Source> {
  const from = pathOf(inputs, 'from');
  if (!isHubReference(from)) return { folder: from };
  const { id, revision } = parseHubReference(from);
  const onFile = (path: string, bytes: number) => log('info', `fetches ${path} of ${id}, ${sizeText(bytes)}`);
  const { folder, commit, files } = await fetchFromHub(id, revision, { signal, onFile });
  return { folder, source: { hub: id, ...(commit && { commit }), files } };
}

const sizeText = (bytes: number) => (bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
