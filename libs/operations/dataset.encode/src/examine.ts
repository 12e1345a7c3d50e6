import type { PresenceQuery } from '#jobs';
import type { DatasetEncodeConfig } from './config.js';
import { taskOf } from './task.js';

/** Reads the beginning of the files of a task, or of text for language modelling.
 * @throws TlcError as encoding them would, for the first row that is wrong */
export async function examine({ config, pathOf }: PresenceQuery<DatasetEncodeConfig>): Promise<void> {
  const { CHECKED_TEXT, checkTaskRows, checkText } = await import('#text');
  const [text, from] = [pathOf('text'), pathOf('from')];
  if (text !== undefined) await checkText(text, config.column, CHECKED_TEXT);
  if (from !== undefined) await checkTaskRows(await taskOf(config), from, { label: config.label_column });
}
