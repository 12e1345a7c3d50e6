import type { InputLimits, Recipe } from '#artifacts';
import type { ErrorBody, Progress } from '#contracts';
import type { OperationContext, OperationResult, PluginChoice } from '#jobs';

/** A job as the child process gets it. */
export interface ChildJob {
  readonly operation: string;
  /** Plain; the child makes an instance of the operation's class of it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly inputs: OperationContext['inputs'];
  readonly output: string;
  readonly work: string;
  readonly recipe: Recipe;
  /** Where what it reads may lie; left out: anywhere. */
  readonly limits?: InputLimits;
}

/** A plugin that is asked for; `path` is what to call its config in messages. */
export interface PluginRequest {
  readonly id: string;
  readonly config: unknown;
  readonly path: string;
  /** Whether a search sets its strength. */
  readonly searched: boolean;
}

/** What the service says to its child process. `warm`: load the operations now. */
export type ToChild =
  | { readonly type: 'warm' }
  | { readonly type: 'run'; readonly job: ChildJob }
  | { readonly type: 'choose'; readonly request: PluginRequest }
  | { readonly type: 'cancel' };

/** What the child process says, of its own accord or as the answer to `warm`, `run` and `choose`. */
export type FromChild =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'log'; readonly level: 'info' | 'warning'; readonly text: string }
  | Answer;

export type Answer =
  | { readonly type: 'warm' }
  | { readonly type: 'done'; readonly result: OperationResult; readonly memory: number }
  | { readonly type: 'chosen'; readonly choice: PluginChoice }
  | { readonly type: 'failed'; readonly error: ErrorBody; readonly stack?: string };
