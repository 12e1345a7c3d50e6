import { TlcError } from '#contracts';
import { EXIT } from '../errors/exit-codes.js';
import { printReport } from '../reports/print-report.js';
import { reportRun } from '../reports/run-report.js';
import { openRuns } from '../target/runs.js';
import { storeOf } from '../target/store.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';

/** `tlc report RUN`: the table and the page of a run, as far as its steps are done. */
export async function report(run: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const target = findTarget(options);
  const runs = await openRuns(target);
  const state = await runs.status(run).finally(() => runs.close());
  const made = await reportRun(target.home, state, { store: await storeOf(target) });
  if (!made) throw new TlcError('ARTIFACT_UNKNOWN', `the store of ${target.home} has no result of the run ${run}`);
  if (options.json) terminal.print(JSON.stringify({ ...made.data, report: made.file }));
  else printReport(made, terminal);
  return EXIT.ok;
}
