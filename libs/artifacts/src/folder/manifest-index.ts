import { readdir, stat } from 'node:fs/promises';
import { TlcError } from '#contracts';
import type { Manifest } from '../manifest.js';
import { isArtifactId } from '../recipe/artifact-id.js';
import type { Layout } from './layout.js';
import { readManifest } from './read-manifest.js';

/** Files that are looked at at a time, however many there are and whoever asks. */
const AT_ONCE = 16;

/** A list of all manifests that can be read, newest first: a damaged one must not hide the others. Each is read once and
 * again when it has changed; those who ask while a scan runs share the next one. */
export function createManifestIndex(layout: Layout): () => Promise<Manifest[]> {
  const known = new Map<string, { readonly stamp: string; readonly manifest: Manifest | undefined }>();
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Manifest[]> | undefined;

  async function look(id: string): Promise<void> {
    const stamp = await stampOf(layout.manifest(id));
    if (known.get(id)?.stamp === stamp) return;
    known.set(id, { stamp, manifest: await readManifest(layout, id).catch(unlessDamaged) });
  }

  async function scan(): Promise<Manifest[]> {
    next = undefined;
    const ids = (await readdir(layout.artifacts)).filter(isArtifactId);
    const there = new Set(ids);
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    const queue = ids.values();
    const work = async () => {
      for (const id of queue) await look(id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const manifests = ids.flatMap((id) => known.get(id)?.manifest ?? []);
    return manifests.sort((a, b) => b.created.localeCompare(a.created));
  }

  return () => {
    next ??= running.then(scan);
    running = next.catch(() => {});
    return next;
  };
}

/** What the system could not do now says nothing of the artifact. */
function unlessDamaged(error: unknown): undefined {
  if (error instanceof TlcError && ['ARTIFACT_CORRUPT', 'ARTIFACT_UNKNOWN'].includes(error.code)) return undefined;
  throw error;
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found ? [found.ino, found.size, found.mtimeNs, found.ctimeNs].join('.') : '';
}
