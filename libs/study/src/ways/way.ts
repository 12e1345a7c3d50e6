import type { FolderStore, InputLimits } from '#artifacts';
import type { Candidate, DataLook, RecommendAnswer, Recommending } from '#contracts';
import type { Planner } from '#pipelines';

/** What a recommendation asks of the world. */
export interface Surroundings {
  readonly planner: Planner;
  readonly store: FolderStore;
  /** Where the files of requests may lie, as of now; left out: anywhere. */
  readonly limits?: () => InputLimits;
}

/** A request, with what was found in its data. */
export interface Asked {
  /** Absolute path of the data. */
  readonly path: string;
  /** Folder that relative paths start from. */
  readonly folder: string;
  readonly look: DataLook;
  readonly metric: string;
  readonly request: Recommending;
}

/** A kind of models that may be made of the data: pre-trained ones, or new ones. */
export interface Way {
  readonly candidates: readonly Candidate[];
  /** Bytes of what it starts from. */
  readonly startBytes: number;
  /** Rows of the train split, as encoded. */
  readonly trainRows: number;
  /** Whether the pilots' models tell anything apart. */
  readonly hasLearned: boolean;
  /** What is to be said of a choice of this kind alone, a sentence each. */
  says(choice: Candidate): string[];
  /** The pipeline that makes a candidate. */
  documentOf(choice: Candidate): string;
}

/** What has to run before a way is known. */
export type Unknown = Pick<Required<RecommendAnswer>, 'first'>;
