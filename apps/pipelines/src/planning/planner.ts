import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { FolderStore, Manifest } from '#artifacts';
import type { PluginRegistry } from '#compression';
import { type PlanAnswer, type PlanWarning, type SubmitRequest, TlcError } from '#contracts';
import { checkDocument } from '../document/check-document.js';
import { readDocument } from '../document/read-document.js';
import { type RememberedChoices, buildStamp, chooseFrom, rememberChoices } from '../plugins/plugin-choices.js';
import { planAnswer } from './answer.js';
import { type StepEstimate, estimatePlan } from './estimate.js';
import { type PipelinePlan, planPipeline } from './plan.js';
import { warningsOf } from './warnings.js';

/** Plans documents with what a store holds. Loads plugins, and with them the engine, only where it must. */
export interface Planner {
  /** @throws TlcError as planPipeline, and readDocument for text */
  plan(request: Pick<SubmitRequest, 'pipeline' | 'text' | 'folder' | 'fresh'>): Promise<PipelinePlan>;
  /** Sizes, times and warnings. */
  estimate(plan: PipelinePlan): Promise<PlanEstimate>;
  /** The plan with what was estimated. */
  answer(plan: PipelinePlan): Promise<PlanAnswer>;
}

export interface PlanEstimate {
  readonly estimates: ReadonlyMap<string, StepEstimate>;
  readonly warnings: readonly PlanWarning[];
}

/** @param loadPlugins called once, when the first plugin is needed */
export function createPlanner(store: FolderStore, loadPlugins: () => Promise<PluginRegistry>): Planner {
  const file = join(store.layout.home, 'plugin-choices.json');
  let choices: RememberedChoices | undefined;
  const planner: Planner = {
    async plan({ pipeline, text, folder = process.cwd(), fresh }) {
      const document = checkDocument(text === undefined ? pipeline : readDocument(text));
      choices ??= rememberChoices(file, buildStamp(), chooseFrom(loadPlugins));
      const plan = await planPipeline(document, {
        folder,
        digest: store.digestFiles,
        choosePlugin: choices.choose,
        has: async (id) => !fresh && (await store.has(id)),
        find: async (prefix) => store.manifest(await store.find(prefix)),
      });
      await choices.save();
      return plan;
    },

    async estimate(plan) {
      // Nothing would run: there is nothing to estimate, and the engine can stay unloaded.
      if (plan.steps.every((step) => step.cached)) return { estimates: new Map(), warnings: [] };
      const past = pastSeconds(await store.list());
      try {
        const estimates = await estimatePlan(plan, {
          plugins: loadPlugins,
          pastSeconds: (operation) => past.get(operation),
          folderOf: (id) => store.layout.artifact(id),
        });
        return { estimates, warnings: warningsOf(plan, estimates, totalmem()) };
      } catch (error) {
        // The services that compute may have what is missing here.
        if (!(error instanceof TlcError) || error.code !== 'ENGINE_MISSING') throw error;
        return { estimates: new Map(), warnings: [{ text: `sizes and times are not known: ${error.message}` }] };
      }
    },

    async answer(plan) {
      const { estimates, warnings } = await planner.estimate(plan);
      return planAnswer(plan, estimates, warnings);
    },
  };
  return planner;
}

/** The median time of the steps of each operation. */
function pastSeconds(manifests: readonly Manifest[]): Map<string, number> {
  const times = new Map<string, number[]>();
  for (const { recipe, seconds } of manifests) {
    if (!times.has(recipe.operation)) times.set(recipe.operation, []);
    times.get(recipe.operation)!.push(seconds);
  }
  return new Map([...times].map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)]]));
}
