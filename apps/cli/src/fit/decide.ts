import type { RecommendAnswer, RecommendRequest } from '#contracts';
import { duration } from '#report';
import { type Outcome, runPipeline } from '../commands/run.js';
import { openLocal } from '../target/local-answers.js';
import { type CommonOptions, findTarget, serverOf, type Target } from '../target/target.js';
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
        : `tries it on the data first: ${duration(seconds)} of training`,
    );
    const outcome = await runPipeline({ text: pipeline, folder: process.cwd() }, [], options, terminal);
    if (outcome.status !== 'completed') return { failed: outcome };
  }
}

/** Of the pipelines service where the server is somebody else's; otherwise of this process, from the home folder. */
async function recommended(target: Target, request: RecommendRequest): Promise<RecommendAnswer> {
  if (target.kind !== 'remote') {
    const [{ answers, store }, { recommend }] = await Promise.all([openLocal(target.home), import('#study')]);
    return recommend(request, { planner: answers.planner, store });
  }
  const { connect } = await import('#messaging');
  const client = await connect(await serverOf(target), { name: 'tlc' });
  try {
    return await client.request<RecommendAnswer>('tlc.v1.pipelines.recommend', request, 120_000);
  } finally {
    await client.close();
  }
}
