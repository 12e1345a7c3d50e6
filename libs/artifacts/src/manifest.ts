import type { ArtifactKind } from '#contracts';

/** An input in a recipe: another artifact, or the digest of a file's or folder's content. */
export type RecipeInput = { readonly artifact: string } | { readonly files: string };

/** All that decides a result's bytes. Its canonical JSON (RFC 8785) hashed by SHA-256 is the artifact's id. */
export interface Recipe {
  readonly operation: string;
  /** Raised when the operation's code changes what it makes. */
  readonly version: number;
  readonly plugin?: { readonly id: string; readonly version: string };
  /** With every default filled in. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, RecipeInput | readonly RecipeInput[]>>;
  readonly seed: number;
}

/** `manifest.json` of an artifact. */
export interface Manifest {
  readonly id: string;
  readonly kind: ArtifactKind;
  readonly recipe: Recipe;
  /** Every other file by its path with `/`. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
  /** ISO 8601. */
  readonly created: string;
  /** Seconds that the job computed. */
  readonly seconds: number;
  readonly summary: Readonly<Record<string, string | number>>;
  /** Digest of each artifact that it was made from, by id. Not part of the id: a training that the clock ends is another
   * one each time. Left out by makers that knew of none. */
  readonly madeFrom?: Readonly<Record<string, string>>;
  /** What it was made with: TLC, engine, instruction set, platform. Not part of the id. */
  readonly environment: Readonly<Record<string, string>>;
}

/** An artifact in the store, its files verified. */
export interface Artifact {
  readonly id: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly manifest: Manifest;
}
