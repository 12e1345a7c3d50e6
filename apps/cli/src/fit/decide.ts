import type { RecommendAnswer, RecommendRequest } from '#contracts';
import { duration } from '#report';
import { type Outcome, runPipeline } from '../commands/run.js';
import { ask } from '../target/ask.js';
import { type CommonOptions, findTarget, type Target } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';
import { describeLook } from './describe.js';

/** Asks for a recommendation, and runs what has to run before there is one.
 * @returns the answer with its choice, or how a run ended that did not complete */
export async function decide(
  request: RecommendRequest,
  options: CommonOptions,
  terminal: Terminal,
): Promise<{ readonly answer: RecommendAnswer } | { readonly failed: Outcome }> {
  for (let isFirst = true; ; isFirst = false) {
    const answer = await recommended(findTarget(options), request);
    if (isFirst) for (const line of describeLook(answer, terminal.colours)) terminal.note(line);
    if (!answer.first) return { answer };
    const { stage, pipeline, seconds } = answer.first;
    terminal.note(
      stage === 'start'
        ? 'reads the pre-trained model first'
        : `tries on the data first: ${duration(seconds)} of training`,
    );
    const outcome = await runPipeline({ text: pipeline, folder: process.cwd() }, [], options, terminal);
    if (outcome.status !== 'completed') return { failed: outcome };
  }
}

/** Reading a large data set takes long. */
const TIMEOUT_MS = 120_000;

const recommended = (target: Target, request: RecommendRequest): Promise<RecommendAnswer> =>
  ask(
    target,
    'tlc.v1.pipelines.recommend',
    request,
    async ({ planner }, store) => (await import('#study')).recommend(request, { planner, store }),
    { timeoutMs: TIMEOUT_MS },
  );
