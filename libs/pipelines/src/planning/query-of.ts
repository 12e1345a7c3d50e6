import { checkConfig } from '#contracts';
import type { PresenceQuery, ResolvedJob } from '#jobs';

/** The config of a job, checked and with its defaults, and the paths that its inputs name. */
export function queryOf({ operation, recipe, inputs }: ResolvedJob): PresenceQuery {
  return {
    config: checkConfig(operation.config, recipe.config),
    pathOf: (name) => (inputs[name] as { path?: string } | undefined)?.path,
  };
}
