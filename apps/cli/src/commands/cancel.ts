import { EXIT } from '../errors/exit-codes.js';
import { openRuns } from '../target/runs.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';

/** `tlc cancel RUN` */
export async function cancel(run: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const runs = await openRuns(findTarget(options));
  try {
    const summary = await runs.cancel(run);
    const { completed, running } = summary.counts;
    if (options.json) terminal.print(JSON.stringify(summary));
    else {
      const stops = running > 0 ? `; ${running} at work ${running === 1 ? 'stops' : 'stop'} now` : '';
      terminal.note(`${run} is cancelled; ${completed} finished steps are kept${stops}`);
    }
    return EXIT.ok;
  } finally {
    await runs.close();
  }
}
