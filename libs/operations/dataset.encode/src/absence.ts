import type { PresenceQuery } from '#jobs';
import type { DatasetEncodeConfig } from './config.js';
import { taskOf } from './task.js';

/** What the folder of a task lacks of its splits. Text for language modelling lacks nothing once its path is there. */
export async function absence({ config, pathOf }: PresenceQuery<DatasetEncodeConfig>): Promise<string | undefined> {
  const from = pathOf('from');
  if (from === undefined || (config.task === undefined && !config.text_columns)) return undefined;
  const { absenceOfTask } = await import('#text');
  return absenceOfTask(await taskOf(config), from);
}
