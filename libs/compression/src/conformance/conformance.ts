import assert from 'node:assert/strict';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { TlcError } from '#contracts';
import { tf } from '#engine';
import { checkPlugin, type CompressionMethod, needsData } from '#methods';
import { type Model, disposeModel, mapParameters, quantizeParameter } from '#models';
import { compressModel } from '../compress-model.js';
import { createContext } from '../context/create-context.js';
import type { CompressionPlugin } from '../plugin.js';
import { checkDocumentation, checkRefusals } from './documented.js';
import { FAMILY_IDS, checkFamily } from './families.js';
import { type Fixture, fixtures } from './fixture.js';
import { checkResuming } from './resuming.js';
import { checkBytes, exampleOf, fileOf, outputsOf, reloadedOutputs, runExample } from './runs.js';

/** One thing that a plugin must do: a name for the test, and the test, which throws where the plugin does not. */
export interface ConformanceCheck {
  readonly name: string;
  run(): Promise<void>;
}

/** Milliseconds in which a plugin must have ended after its job was cancelled. */
const PROMPTLY = 5000;

/** What every compression plugin must do, ours or a stranger's, for any test runner:
 * `for (const { name, run } of conformance(plugin)) it(name, run)`. Runs the plugin's example on a small BERT and real
 * sentences.
 * @param found a plugin, as it is exported or as a registry has it */
export function conformance(found: CompressionMethod): readonly ConformanceCheck[] {
  const plugin = found as CompressionPlugin;
  const withFixture = fixtures();
  const onModel = (name: string, check: (fixture: Fixture) => Promise<void>): ConformanceCheck => ({
    name,
    run: () => withFixture(check),
  });
  return [
    {
      name: 'has an id, a version, a description and a documented config',
      run: async () => checkDocumentation(checkPlugin(plugin, 'the plugin')),
    },
    { name: 'refuses unknown keys and wrong values', run: async () => checkRefusals(plugin) },
    onModel('asks for data before it starts, or does without', async ({ model }) => {
      const config = exampleOf(plugin);
      const run = compressModel(plugin, model, config, createContext({ seed: 1 }));
      if (!needsData(plugin, config)) return disposeModel((await run).model);
      await assert.rejects(run, { code: 'PIPELINE_MISSING_INPUT' });
    }),
    onModel('plans the size of the file within 1 %, and makes the model smaller or faster', async (fixture) => {
      const { model, estimate } = await runExample(plugin, fixture);
      const [before, after] = [(await fileOf(fixture.model)).bytes, (await fileOf(model)).bytes];
      disposeModel(model);
      assert.equal(estimate.bytes.before, before, 'bytes before');
      checkBytes(estimate.bytes, after);
      const { operations } = estimate;
      const isFaster = estimate.faster.length > 0 || operations.after < operations.before;
      assert.ok(after < before || isFaster, `${after} bytes are not fewer than ${before}`);
    }),
    onModel('gives a model that reloads to the same outputs', async (fixture) => {
      const { model } = await runExample(plugin, fixture);
      const [own, reloaded] = [outputsOf(model, fixture.dataset), await reloadedOutputs(model, fixture.dataset)];
      disposeModel(model);
      assert.deepEqual(Array.from(reloaded), Array.from(own));
    }),
    onModel('gives the same bytes for the same seed', async (fixture) => {
      const digests = [];
      for (let run = 0; run < 2; run++) {
        const { model } = await runExample(plugin, fixture);
        digests.push((await fileOf(model)).sha256);
        disposeModel(model);
      }
      assert.equal(digests[1], digests[0]);
    }),
    onModel('goes on where it was stopped while training, to the same bytes', (fixture) =>
      checkResuming(plugin, fixture),
    ),
    onModel('leaves the model that it is given as it was', async (fixture) => {
      const before = await fileOf(fixture.model);
      disposeModel((await runExample(plugin, fixture)).model);
      assert.deepEqual(await fileOf(fixture.model), before);
    }),
    onModel('frees the tensors that it makes on the way', async (fixture) => {
      const before = tf.memory().numTensors;
      disposeModel((await runExample(plugin, fixture)).model);
      assert.equal(tf.memory().numTensors, before);
    }),
    onModel('takes a model that is pruned or quantized already', async (fixture) => {
      for (const start of [sparse(fixture.model), onGrid(fixture.model)]) {
        const { model } = await runExample(plugin, { ...fixture, model: start }).catch(refused);
        if (model) disposeModel(model);
        disposeModel(start);
      }
    }),
    ...FAMILY_IDS.map((family) =>
      onModel(`takes a model of the family ${family}, or refuses it with a reason`, (fixture) =>
        checkFamily(plugin, family, fixture),
      ),
    ),
    onModel('ends promptly when cancelled, and leaves nothing behind', (fixture) => checkCancelling(plugin, fixture)),
  ];
}

/** A plugin may say that it has nothing to gain. */
function refused(error: unknown): { model?: Model } {
  if (error instanceof TlcError && error.code === 'PLUGIN_REFUSED') return {};
  throw error;
}

function sparse(model: Model): Model {
  return mapParameters(model, (parameter) => {
    if (parameter.role !== 'linear') return parameter;
    const value = tf.tidy(() => parameter.value.mul(parameter.value.abs().greater(0.02)));
    return { ...parameter, value, encoding: { sparse: true } };
  });
}

function onGrid(model: Model): Model {
  return mapParameters(model, (parameter) => {
    if (parameter.role === 'norm' || parameter.role === 'bias') return parameter;
    return quantizeParameter(parameter, { bits: 8, granularity: 'channel', symmetric: false });
  });
}

async function checkCancelling(plugin: CompressionPlugin, fixture: Fixture): Promise<void> {
  const before = tf.memory().numTensors;
  await assert.rejects(runExample(plugin, fixture, { signal: AbortSignal.abort() }), { code: 'JOB_CANCELLED' });

  const controller = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  const watched: CompressionPlugin = {
    ...plugin,
    apply: (...given) => {
      const working = plugin.apply(...given);
      ended = working.catch(() => undefined);
      return working;
    },
  };
  const run = runExample(watched, fixture, { signal: controller.signal });
  const outcome = run.then(
    ({ model }) => disposeModel(model),
    (error: TlcError) => assert.equal(error.code, 'JOB_CANCELLED', error.stack),
  );
  await setImmediate();
  controller.abort();
  await outcome;
  const inTime = await Promise.race([ended.then(() => true), setTimeout(PROMPTLY, false, { ref: false })]);
  assert.ok(inTime, `the plugin works on ${PROMPTLY} ms after its job was cancelled: look at context.signal`);
  // What came too late is freed after the plugin has ended
  await setImmediate();
  assert.equal(tf.memory().numTensors, before, 'tensors are left after cancelling');
}
