import assert from 'node:assert/strict';
import { tf } from '#engine';
import { type Model, disposeModel } from '#models';
import type { CompressionContext } from '../context/context.js';
import type { CompressionPlugin } from '../plugin.js';
import type { Fixture } from './fixture.js';
import { exampleOf, fileOf, inFolder, runExample } from './runs.js';

/** After which update of its first training a method is stopped. */
const STOPPED_AFTER = 2;

/** That a method which is stopped while it trains, as when its process is killed, goes on from the checkpoint and gives the
 * same bytes as if it had never stopped: what it needs from one step to the next is in `state`. */
export async function checkResuming(plugin: CompressionPlugin, fixture: Fixture): Promise<void> {
  if (!plugin.needs?.(exampleOf(plugin)).training) return;
  const digestOf = async (model: Model) => {
    const { sha256 } = await fileOf(model);
    disposeModel(model);
    return sha256;
  };
  const options = { checkpointSeconds: 0 };
  const whole = await inFolder((work) => runExample(plugin, fixture, { ...options, work }));
  const before = tf.memory().numTensors;
  const resumed = await inFolder(async (work) => {
    await stopWhileTraining(plugin, fixture, work);
    assert.equal(tf.memory().numTensors, before, 'tensors are left after stopping');
    return runExample(plugin, fixture, { ...options, work });
  });
  const [expected, found] = [await digestOf(whole.model), await digestOf(resumed.model)];
  assert.equal(found, expected, 'stopped and resumed it gives another model: keep its own tensors in `state`');
}

async function stopWhileTraining(plugin: CompressionPlugin, fixture: Fixture, work: string): Promise<void> {
  const controller = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  const watched: CompressionPlugin = {
    ...plugin,
    apply: (model, config, context) => {
      const working = plugin.apply(model, config, stopping(context, controller));
      ended = working.catch(() => undefined);
      return working;
    },
  };
  const stopped = { signal: controller.signal, work, checkpointSeconds: 0 };
  await assert.rejects(runExample(watched, fixture, stopped), { code: 'JOB_CANCELLED' });
  await ended;
}

/** The context, its first training stopped after some updates. */
function stopping(context: CompressionContext, controller: AbortController): CompressionContext {
  return {
    ...context,
    train: (request) =>
      context.train({
        ...request,
        ...(request.reparametrize && { reparametrize: request.reparametrize.bind(request) }),
        ...(request.loss && { loss: request.loss.bind(request) }),
        afterStep: async (step, updated) => {
          await request.afterStep?.(step, updated);
          if (step === STOPPED_AFTER) controller.abort();
        },
      }),
  };
}
