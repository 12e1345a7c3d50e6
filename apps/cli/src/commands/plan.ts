import { type PlanAnswer, type PlannedStep, type SubmitRequest } from '#contracts';
import type { Answers } from '#pipelines';
import { bytes, count, duration } from '#report';
import { EXIT } from '../errors/exit-codes.js';
import { ask } from '../target/ask.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { listTable } from '../terminal/list-table.js';
import type { Terminal } from '../terminal/terminal.js';
import { ownFolder, readPipeline } from './read-pipeline.js';
import { setOption } from './set-option.js';

/** `tlc plan FILE`: what a pipeline would do. */
export async function plan(
  file: string,
  options: CommonOptions & { readonly fresh?: boolean; readonly set?: readonly string[] },
  terminal: Terminal,
): Promise<number> {
  const request: SubmitRequest = {
    ...(await readPipeline(file)),
    set: setOption(options.set),
    fresh: options.fresh ?? false,
  } as SubmitRequest;
  const plans = (answers: Answers) => answers.plan(request);
  const answer = await ask(findTarget(options), 'tlc.v1.pipelines.plan', request, plans, { folders: ownFolder(file) });
  terminal.print(options.json ? JSON.stringify(answer) : describePlan(answer, terminal));
  return EXIT.ok;
}

/** A plan as a table with what there is to say about it. */
export function describePlan(answer: PlanAnswer, terminal: Pick<Terminal, 'width' | 'dataColours'>): string {
  const { dataColours: colours } = terminal;
  const optional = (value: number | undefined, show: (value: number) => string) =>
    value === undefined ? '' : show(value);
  const time = (step: PlannedStep) =>
    step.cached ? 'there already' : optional(step.seconds, duration) || described(step.training) || 'no limit';
  const rows = answer.steps.map((step) => [
    step.name,
    step.operation,
    step.service,
    step.artifact.slice(0, 12),
    step.cached ? colours.green(time(step)) : time(step),
    optional(step.parameters, count),
    optional(step.bytes, bytes),
    optional(step.memory, bytes),
  ]);
  const head = ['step', 'operation', 'service', 'artifact', 'time', 'parameters', 'weights', 'memory'];
  const more = answer.total > answer.steps.length ? [`… and ${answer.total - answer.steps.length} more`] : [];
  const open = answer.unlimited > 0 ? `, and ${answer.unlimited} without a time limit` : '';
  const would = answer.total - answer.cached;
  return [
    listTable(head, rows, terminal),
    ...more,
    '',
    `${answer.title}: ${answer.total} steps, ${answer.cached} there already, ${would} to run` +
      (would > 0 ? `: about ${duration(answer.seconds)}${open}` : ''),
    ...answer.warnings.map(({ step, text }) => `${colours.yellow('!')} ${step ? `${step}: ` : ''}${text}`),
  ].join('\n');
}

/** `3 epochs`, `600 updates` */
function described({ epochs, updates }: PlannedStep['training'] = {}): string {
  const counted = (value: number, one: string) => `${value.toLocaleString('en')} ${one}${value === 1 ? '' : 's'}`;
  return [
    ...(epochs === undefined ? [] : [counted(epochs, 'epoch')]),
    ...(updates === undefined ? [] : [counted(updates, 'update')]),
  ].join(', ');
}
