import { TlcError } from '#contracts';
import { collectReport, compareReports, comparisonTable } from '#report';
import { EXIT } from '../errors/exit-codes.js';
import { openRuns } from '../target/runs.js';
import { storeOf } from '../target/store.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';

/** `tlc compare RUN RUN`: scores, sizes and speeds of two runs side by side, as far as their steps are done.
 * @throws TlcError RUN_UNKNOWN, ARTIFACT_UNKNOWN where the store has no model that a run compares */
export async function compare(
  first: string,
  second: string,
  options: CommonOptions,
  terminal: Terminal,
): Promise<number> {
  // prettier-ignore
  const target = findTarget(options);
  const runs = await openRuns(target);
  const states = await Promise.all([runs.status(first), runs.status(second)]).finally(() => runs.close());
  const store = await storeOf(target);
  const [one, other] = await Promise.all(states.map((state) => collectReport(state, store)));
  const comparison = compareReports(one, other);
  if (options.json) terminal.print(JSON.stringify(comparison));
  else if (comparison.figures.length > 0) terminal.print(comparisonTable(comparison, terminal.width));
  else throw new TlcError('ARTIFACT_UNKNOWN', `the store of ${target.home} has no model that ${first} or ${second} compares`); // prettier-ignore
  return EXIT.ok;
}
