import { FreeObjectKey, IntegerKey, TextKey } from '../schema/keys.js';

/** An input as a job carries it: an artifact of the store, or a path with the digest that it had when it was planned. */
export type InputValue = { readonly artifact: string } | { readonly path: string; readonly digest?: string };

/** A job on `tlc.v1.jobs.<service>`: one step of a run, or a piece of work on its own. In `inputs` a string stands for
 * an artifact's id (64 hexadecimal digits) or else for a path. */
export class JobMessage {
  @TextKey('operation, such as model.finetune')
  readonly operation!: string;

  @FreeObjectKey('inputs by name: {"artifact": ID} or {"path": PATH}, or the string alone; a list where one is taken')
  readonly inputs: Record<string, string | InputValue | readonly (string | InputValue)[]> = {};

  @FreeObjectKey('config of the operation; what is left out has its default')
  readonly config: Record<string, unknown> = {};

  @IntegerKey('seed of everything random', { min: 0, max: 4_294_967_295 })
  readonly seed: number = 1;

  @TextKey('run that the job belongs to; left out: job-N, N being the seq that JetStream acknowledges', {
    optional: true,
  })
  readonly run?: string;

  @TextKey('step of the run; left out: the operation', { optional: true })
  readonly step?: string;
}
