import type { ArtifactKind } from '#contracts';
import type { Artifact, Manifest, Recipe } from './manifest.js';

/** What a job adds to the files it wrote. */
export interface Commit {
  readonly kind: ArtifactKind;
  readonly recipe: Recipe;
  readonly seconds: number;
  readonly summary: Record<string, string | number>;
  readonly environment: Record<string, string>;
  /** Digest of each artifact that was read, by id. */
  readonly madeFrom?: Record<string, string>;
}

/** A content-addressed store of immutable folders. An artifact is there whole or not at all. */
export interface ArtifactStore {
  /** Whether there is an artifact of this id. Costs one look at the file system, or one question to the server. */
  has(id: string): Promise<boolean>;
  /** The artifact, after its files' sizes and digests were compared with the manifest.
   * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT; OBJECT_MISSING, OBJECT_CORRUPT where a server keeps it */
  open(id: string): Promise<Artifact>;
  /** A folder that describes the artifact, for planning: its small files, and large ones with the beginning and their
   * size at least. Nothing is verified. @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_ID_INVALID */
  outline(id: string): Promise<string>;
  /** The content of one small file, verified. @throws TlcError ARTIFACT_CORRUPT, OBJECT_MISSING */
  read(manifest: Manifest, file: string): Promise<Buffer>;
  /** The manifest alone. @throws TlcError ARTIFACT_UNKNOWN */
  manifest(id: string): Promise<Manifest>;
  /** The one id that begins so. @throws TlcError ARTIFACT_UNKNOWN where none or several do */
  find(prefix: string): Promise<string>;
  /** The manifest of an artifact that may be used instead of making it: what it was made from is what is there now, or
   * is not there at all. Undefined where there is none, or an input was made anew since with another content.
   * @throws TlcError ARTIFACT_CORRUPT */
  standing(id: string): Promise<Manifest | undefined>;
  /** The ids of all artifacts, in any order. Costs one look at the file system, or one question to the server. */
  ids(): Promise<string[]>;
  /** All manifests, newest first. */
  list(): Promise<Manifest[]>;
  /** An empty folder to write into, on the store's file system. */
  stage(id: string): Promise<string>;
  /** Makes a staged folder an artifact: digests, manifest, flush, rename. One of two that race wins. */
  commit(staged: string, commit: Commit): Promise<Artifact>;
  /** Removes a staged folder. */
  discard(staged: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes what ended processes left at a server that keeps the artifacts, a day after.
   * @param now milliseconds
   * @returns how many files */
  removeOrphans(now?: number): Promise<number>;
}
