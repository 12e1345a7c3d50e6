import { join, resolve } from 'node:path';
import { checkId } from '../recipe/artifact-id.js';

/** Where a home folder keeps what. All on one file system, so that a rename moves a finished result into place. */
export interface Layout {
  readonly home: string;
  readonly artifacts: string;
  /** Results being written. */
  readonly staging: string;
  /** Checkpoints and the like, a folder an artifact that is being made. */
  readonly work: string;
  /** Beginnings of artifacts that a server keeps, for planning. */
  readonly outlines: string;
  /** What the jobs that made artifacts showed, a line each. */
  readonly observations: string;
  artifact(id: string): string;
  manifest(id: string): string;
}

export const MANIFEST = 'manifest.json';

/** @param home TLC_HOME, or `.tlc` in the folder the process runs in
 * @param folder name of the folder of artifacts */
export function layoutOf(home: string = process.env.TLC_HOME || '.tlc', folder = 'artifacts'): Layout {
  const root = resolve(home);
  const artifacts = join(root, folder);
  const artifact = (id: string) => join(artifacts, checkId(id));
  return {
    home: root,
    artifacts,
    staging: join(root, 'staging'),
    work: join(root, 'work'),
    outlines: join(root, 'outlines'),
    observations: join(root, `${folder}-observed.jsonl`),
    artifact,
    manifest: (id) => join(artifact(id), MANIFEST),
  };
}
