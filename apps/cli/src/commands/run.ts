import { setTimeout as sleep } from 'node:timers/promises';
import type { ResolvedPipeline } from '#pipelines';
import { type PlanWarning, type RunState, type SubmitAnswer, TlcError } from '#contracts';
import type { FolderStore } from '#artifacts';
import type { Client } from '#messaging';
import { type ReportRequest, duration } from '#report';
import { EXIT } from '../errors/exit-codes.js';
import { createBarView } from '../progress/bar-view.js';
import { explained } from '../progress/explained.js';
import { followRun, runStatus } from '../progress/follow-run.js';
import { createLineView } from '../progress/line-view.js';
import type { View } from '../progress/view.js';
import { printReport } from '../reports/print-report.js';
import { type RunReport, reportRun } from '../reports/run-report.js';
import { openSteps, takeUpLeftRuns } from '../target/left-runs.js';
import { openLocal } from '../target/local-answers.js';
import { allServices } from '../target/services.js';
import { storeOf } from '../target/store.js';
import { type Session, openSession } from '../target/session.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';
import { interruptSignal, listenToInterrupts } from './interrupts.js';
import { ownFolder, type PipelineText, readPipeline } from './read-pipeline.js';
import { setOption } from './set-option.js';

export interface RunOptions extends CommonOptions {
  readonly fresh?: boolean;
  readonly parallel?: number;
  /** KEY=VALUE each, for keys of the pipeline's `set`. */
  readonly set?: readonly string[];
}

/** How a run ended. */
export interface Outcome {
  readonly state: ReportRequest;
  readonly status: RunState['status'];
  readonly report?: RunReport;
}

/** `tlc run FILE`: plans, starts what is needed, shows the run, and ends with its report.
 * @returns the exit code */
export async function run(file: string, options: RunOptions, terminal: Terminal): Promise<number> {
  const outcome = await runPipeline(await readPipeline(file), ownFolder(file), options, terminal);
  show(outcome, options, terminal);
  return exitCode(outcome, terminal);
}

/** Runs a pipeline, shows how it goes on, and gathers its report.
 * @param folders whose files it may read, besides the one that the command runs in and what it names */
export async function runPipeline(
  pipeline: PipelineText,
  folders: readonly string[],
  options: RunOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const target = findTarget(options);
  const request = { ...pipeline, set: setOption(options.set), fresh: options.fresh ?? false };
  const all = await allServices();
  let services = () => all;
  let inputs: readonly string[] | undefined;
  let left: RunState | undefined;
  let store: FolderStore | undefined;
  let first: ((client: Client) => Promise<void>) | undefined;
  if (target.kind !== 'remote') {
    // What is wrong with the pipeline shows before anything is started; so does that all of it is there.
    const local = await openLocal(target, folders);
    const { answers, limits } = local;
    store = local.store;
    const resolved = await answers.planner.resolve(request);
    if (resolved.steps.every((step) => step.cached)) {
      warn((await answers.planner.forecast(resolved)).warnings, terminal);
      terminal.note(`${resolved.title}: all ${resolved.steps.length} steps were done before`);
      const state = finishedRequest(resolved);
      return { state, status: 'completed', report: await reportRun(target.home, state, { store, keep: true }) };
    }
    inputs = limits.roots.map(({ real }) => real);
    // Of what will run: a left run may lack results that the store has, and have some that it lacks.
    services = () => servicesOf(left ? openSteps(left) : missingSteps(resolved));
    const givenUp = (id: string) => terminal.note(`${id}, which a killed process left, is given up`);
    first = async (client) => {
      left = await takeUpLeftRuns(client, local.store, request.fresh ? undefined : resolved, givenUp);
    };
  }
  const session = await openSession(target, { services, slots: options.parallel, first, inputs });
  try {
    const { client } = session;
    const answer = left ? goOn(left) : await client.request<SubmitAnswer>('tlc.v1.pipelines.submit', request, 120_000);
    announce(answer, terminal, left !== undefined);
    const state = await watch(session, answer.run, terminal);
    await othersEnd(session, terminal);
    return {
      state,
      status: state.status,
      report: await reportRun(target.home, state, { store: store ?? (await storeOf(target)) }),
    };
  } finally {
    await session.close();
  }
}

const servicesOf = (services: readonly string[]): string[] => ['pipelines', ...new Set(services)];

/** The services of a pipeline's steps that the store has no results of. */
const missingSteps = ({ steps }: ResolvedPipeline): string[] =>
  steps.filter((step) => !step.cached).map((step) => step.job.service);

/** What submitting a run answered, of one that a killed process left. */
function goOn({ run: id, name, total, counts, steps }: RunState): SubmitAnswer {
  const open = steps.filter(({ status }) => status !== 'completed');
  return {
    run: id,
    name,
    steps: total,
    cached: counts.completed,
    seconds: open.reduce((sum, step) => sum + (step.expected_seconds ?? 0), 0),
    unlimited: open.filter((step) => step.expected_seconds === undefined).length,
    warnings: [],
  };
}

function announce(answer: SubmitAnswer, terminal: Terminal, isLeft: boolean): void {
  const { run: id, name, steps, cached, seconds, unlimited, warnings } = answer;
  const { colours, note } = terminal;
  const before = cached > 0 ? `, ${cached} of them done before` : '';
  note(
    `${colours.bold(name)}: ${steps} ${steps === 1 ? 'step' : 'steps'}${before}; ${isLeft ? 'goes on with run' : 'run'} ${id}`,
  );
  const open = unlimited > 0 ? `, and ${unlimited} ${unlimited === 1 ? 'step' : 'steps'} without a time limit` : '';
  if (cached < steps) note(`this will take about ${duration(seconds)}${open}`);
  warn(warnings, terminal);
}

function warn(warnings: readonly PlanWarning[], { colours, note }: Terminal): void {
  for (const { step, text } of warnings) note(`${colours.yellow('!')} ${step ? `${step}: ` : ''}${text}`);
}

async function watch({ client }: Session, id: string, terminal: Terminal): Promise<RunState> {
  const before = await runStatus(client, id);
  const view: View = explained(
    terminal.isInteractive ? createBarView(terminal, before) : createLineView(terminal),
    before,
  );
  const release = listenToInterrupts({
    first: () => {
      view.say('cancelling: what is at work stops now, finished steps are kept (again to stop at once)');
      client.request('tlc.v1.pipelines.cancel', { run: id }).catch((error: unknown) => {
        if (!(error instanceof TlcError && error.code === 'RUN_FINISHED')) view.say(String(error));
      });
    },
    again: () => {
      view.close();
      process.exit(EXIT.cancelled);
    },
  });
  try {
    return await followRun(client, before, view);
  } finally {
    release();
    view.close();
  }
}

/** A run of another terminal may use the server of this process. Ctrl-C ends the waiting. */
async function othersEnd({ client, isHost }: Session, terminal: Terminal): Promise<void> {
  if (!isHost) return;
  const { signal, release } = interruptSignal();
  try {
    for (let isFirst = true; ; isFirst = false) {
      const { runs } = await client.request<{ runs: RunState[] }>('tlc.v1.pipelines.list', { limit: 1000 });
      const open = runs.filter(({ status }) => status === 'running').map(({ run: id }) => id);
      if (open.length === 0) return;
      if (signal.aborted) {
        terminal.note(`stopped: ${open.join(', ')} lost its server; the next tlc run of it goes on where it was`);
        return;
      }
      if (isFirst) terminal.note(`waiting for ${open.join(', ')}, which this process serves`);
      await sleep(500, undefined, { signal }).catch(() => {});
    }
  } finally {
    release();
  }
}

function finishedRequest({ name, title, compare, steps }: ResolvedPipeline): ReportRequest {
  return {
    run: name,
    title,
    compare,
    steps: steps.map(({ name: step, job, needs }) => ({
      name: step,
      operation: job.operation.name,
      artifact: job.id,
      status: 'completed',
      needs,
    })),
  };
}

/** The table and the findings, or all of it as JSON. */
function show({ state, status, report }: Outcome, options: CommonOptions, terminal: Terminal): void {
  if (options.json) {
    const { rows = [], glue = [], findings = [] } = report?.data ?? {};
    terminal.print(
      JSON.stringify({ run: state.run, status, steps: state.steps, rows, glue, findings, report: report?.file }),
    );
  } else if (
    report &&
    (status === 'completed' || report.data.rows.some((row) => row.measures.length > 0) || report.data.glue.length > 0)
  ) {
    printReport(report, terminal);
  }
}

/** The exit code of a run; says where it did not end well. */
export function exitCode({ status }: Pick<Outcome, 'status'>, terminal: Terminal): number {
  if (status === 'failed') terminal.complain(terminal.colours.red('the run failed; finished steps are kept'));
  if (status === 'cancelled') terminal.note('the run was cancelled; finished steps are kept');
  return { completed: EXIT.ok, failed: EXIT.failed, cancelled: EXIT.cancelled, running: EXIT.failed }[status];
}
