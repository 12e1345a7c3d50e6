import type { RunState, RunSummary } from '#contracts';
import { duration } from '#report';
import { describeProgress, describeSummary } from '../progress/describe-progress.js';
import { EXIT } from '../errors/exit-codes.js';
import { openRuns } from '../target/runs.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { listTable } from '../terminal/list-table.js';
import type { Colours, Terminal } from '../terminal/terminal.js';

/** `tlc status [RUN]`: the newest runs, or one with its steps. */
export async function status(
  run: string | undefined,
  options: CommonOptions & { readonly limit?: number },
  terminal: Terminal,
): Promise<number> {
  const runs = await openRuns(findTarget(options));
  try {
    if (run === undefined) {
      const list = await runs.list(options.limit ?? 20);
      terminal.print(options.json ? JSON.stringify(list) : runTable(list, terminal));
    } else {
      const state = await runs.status(run);
      terminal.print(options.json ? JSON.stringify(state) : stepTable(state, terminal));
    }
    return EXIT.ok;
  } finally {
    await runs.close();
  }
}

const STATUS_COLOURS: Readonly<Record<string, 'green' | 'red' | 'yellow' | 'cyan'>> = {
  completed: 'green',
  failed: 'red',
  cancelled: 'yellow',
  skipped: 'yellow',
  running: 'cyan',
};

function coloured(text: string, colours: Colours): string {
  const colour = STATUS_COLOURS[text];
  return colour ? colours[colour](text) : text;
}

function runTable(runs: readonly RunSummary[], terminal: Terminal): string {
  const { dataColours: colours } = terminal;
  if (runs.length === 0) return 'no runs yet: tlc run FILE';
  const rows = runs.map(({ run, status: state, started, ended, total, counts }) => [
    run,
    coloured(state, colours),
    `${counts.completed} of ${total}`,
    started.slice(0, 19).replace('T', ' '),
    ended ? duration((Date.parse(ended) - Date.parse(started)) / 1000) : '',
  ]);
  return listTable(['run', 'status', 'steps', 'started (UTC)', 'took'], rows, terminal);
}

function stepTable(state: RunState, terminal: Terminal): string {
  const { dataColours: colours } = terminal;
  const rows = state.steps.map((step) => [
    step.name,
    coloured(step.status, colours),
    step.cached ? 'was there' : step.seconds === undefined ? '' : duration(step.seconds),
    step.artifact.slice(0, 12),
    step.error?.code ??
      (step.status === 'running' && step.progress
        ? describeProgress(step.progress)
        : describeSummary(step.summary ?? {})),
  ]);
  return [
    `${state.run}  ${coloured(state.status, colours)}  ${state.title}`,
    listTable(['step', 'status', 'time', 'artifact', 'figures'], rows, terminal),
    ...state.steps.filter(({ error }) => error).map(({ name, error }) => `${name}: ${error!.message}`),
  ].join('\n');
}
