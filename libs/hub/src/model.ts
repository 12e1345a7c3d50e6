import type { RequestOptions } from './requests.js';
import type { PinnedFile } from './verify.js';

/** A model of the hub on this machine. */
export interface HubModel {
  readonly id: string;
  /** The commit that its files are of; undefined for a folder that does not say. */
  readonly commit?: string;
  /** A model folder in Hugging Face layout. */
  readonly folder: string;
  /** Its files by their content, by path. */
  readonly files: readonly PinnedFile[];
}

export interface HubOptions extends Partial<RequestOptions> {
  /** Says where models come from (`hubSettings`); left out: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Is told of each file before it is fetched. */
  readonly onFile?: (path: string, bytes: number) => void;
}
