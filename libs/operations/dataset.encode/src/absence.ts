import type { PresenceQuery } from '#jobs';
import type { DatasetEncodeConfig } from './config.js';
import { taskOf } from './task.js';

/** What the folder of a task lacks of its splits. Text for language modelling lacks nothing once its path is there. */
export async function absence({ config, pathOf }: PresenceQuery<DatasetEncodeConfig>): Promise<string | undefined> {
  const from = pathOf('from');
  if (from === undefined) return undefined;
  const { absenceOfTask } = await import('#text');
  const made = [...(config.dev_share ? (['dev'] as const) : []), ...(config.test_share ? (['test'] as const) : [])];
  return absenceOfTask(await taskOf(config), from, made);
}
