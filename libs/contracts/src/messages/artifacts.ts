/** What an artifact holds. */
export const ARTIFACT_KINDS = ['tokenizer', 'dataset', 'model', 'scores', 'export'] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

/** An artifact as `artifacts.list` answers it. */
export interface ArtifactSummary {
  readonly id: string;
  readonly kind: ArtifactKind;
  readonly operation: string;
  readonly plugin?: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Seconds that it took. */
  readonly seconds: number;
  /** Of all its files. */
  readonly bytes: number;
  readonly summary: Readonly<Record<string, string | number>>;
}

/** `tlc.v1.artifacts.list` answers this: at most 1,000 artifacts, newest first; `total` counts all. */
export interface ArtifactList {
  readonly artifacts: readonly ArtifactSummary[];
  readonly total: number;
}

/** An artifact that another was made from, directly or not. */
export interface Ancestor {
  readonly id: string;
  /** Absent where the store does not have it any more. */
  readonly operation?: string;
  readonly seconds?: number;
  /** Ids of what it was made from, by the name of the input. */
  readonly inputs: Readonly<Record<string, string | readonly string[]>>;
}
