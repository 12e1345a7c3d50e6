import type { Terminal } from '../terminal/terminal.js';
import { eachEvent, type EventOptions } from './each-event.js';

export interface TrackedOptions extends EventOptions {
  /** Folder of event files. */
  readonly tensorboard?: string;
  /** Address of a server. */
  readonly mlflow?: string;
}

/** `tlc events RUN`: its events as JSON lines, or told to what keeps figures of trainings.
 * @throws TlcError RUN_UNKNOWN, TRACKING_FAILED, DISK_FULL */
export async function events(run: string, options: TrackedOptions, terminal: Terminal): Promise<number> {
  const { mlflow, tensorBoard } = await import('#tracking');
  const trackers = [
    ...(options.tensorboard === undefined ? [] : [tensorBoard(options.tensorboard)]),
    ...(options.mlflow === undefined ? [] : [mlflow(options.mlflow)]),
  ];
  const prints = trackers.length === 0 || options.json;
  let told = 0;
  const code = await eachEvent(run, options, async (event) => {
    if (prints) terminal.print(JSON.stringify(event));
    for (const tracker of trackers) await tracker.take(event);
    told += 1;
  });
  for (const tracker of trackers) await tracker.close();
  if (trackers.length > 0) terminal.note(`${told} events of ${run} are told`);
  return code;
}
