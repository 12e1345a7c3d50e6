import type { JobObservation } from '#observations';
import { duration } from '#report';
import { EXIT } from '../errors/exit-codes.js';
import { describeSummary } from '../progress/describe-progress.js';
import { storeOf } from '../target/store.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { listTable } from '../terminal/list-table.js';
import type { Terminal } from '../terminal/terminal.js';

export interface ObservationsOptions extends CommonOptions {
  readonly operation?: string;
  readonly csv?: boolean;
}

/** `tlc observations`: what the jobs of a store showed, those whose artifacts were removed too. */
export async function observations(options: ObservationsOptions, terminal: Terminal): Promise<number> {
  const { openObservations } = await import('#observations');
  const all = await openObservations(await storeOf(findTarget(options))).list();
  const { operation } = options;
  const shown = operation === undefined ? all : all.filter(({ recipe }) => recipe.operation === operation);
  if (options.json) terminal.print(JSON.stringify(shown));
  else if (options.csv) terminal.print((await import('./observations-csv.js')).observationsCsv(shown));
  else terminal.print(observationTable(shown, terminal));
  return EXIT.ok;
}

/** A line for each. */
export function observationTable(
  observed: readonly JobObservation[],
  terminal: Pick<Terminal, 'width' | 'dataColours'>,
): string {
  if (observed.length === 0) return 'no job has ended yet: tlc run FILE';
  const rows = observed.map(({ artifact, recipe, shape, seconds, created, summary }) => [
    artifact.slice(0, 12),
    recipe.plugin?.id ?? recipe.operation,
    created.slice(0, 19).replace('T', ' '),
    duration(seconds),
    shape ? `${shape.layers} × ${shape.hidden}` : '',
    describeSummary(summary),
  ]);
  return listTable(['artifact', 'made by', 'made (UTC)', 'took', 'layers × hidden', 'figures'], rows, terminal);
}
