import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type FolderStore, heldTo, type InputLimits } from '#artifacts';
import { type PlanAnswer, type PlanWarning, type SubmitRequest, TlcError } from '#contracts';
import { type StepEstimate, findOperations } from '#jobs';
import { type JobObservation, openObservations } from '#observations';
import { checkDocument } from '../document/check-document.js';
import { readDocument } from '../document/read-document.js';
import { type RememberedChoices, buildStamp, chooseBy, rememberChoices } from '../plugins/plugin-choices.js';
import { planAnswer } from './answer.js';
import { examineFiles } from './examine-files.js';
import { forecastPipeline, type Past } from './forecast-pipeline.js';
import { rarely } from './rarely.js';
import { type ResolvedPipeline, resolvePipeline } from './resolve-pipeline.js';
import { leftOutWarnings, warningsOf } from './warnings.js';

/** Plans documents with what a store holds. Loads plugins, and with them the engine, only where it must. */
export interface Planner {
  /** @throws TlcError as resolvePipeline, and readDocument for text */
  resolve(request: Pick<SubmitRequest, 'pipeline' | 'text' | 'set' | 'folder' | 'fresh'>): Promise<ResolvedPipeline>;
  /** Sizes, times and warnings.
   * @throws TlcError as examineFiles and forecastPipeline */
  forecast(pipeline: ResolvedPipeline): Promise<PipelineForecast>;
  /** The pipeline with its forecast, as `plan` answers it. */
  plan(pipeline: ResolvedPipeline): Promise<PlanAnswer>;
}

export interface PipelineForecast {
  readonly estimates: ReadonlyMap<string, StepEstimate>;
  readonly warnings: readonly PlanWarning[];
}

/** @param limits where the files of pipelines may lie, as of now; left out: anywhere */
export function createPlanner(store: FolderStore, limits?: () => InputLimits): Planner {
  const file = join(store.layout.home, 'plugin-choices.json');
  let choices: RememberedChoices | undefined;
  const observations = openObservations(store);
  const examined = new Set<string>();
  const usual = rarely(async () => pastSeconds(await observations.list()));
  const planner: Planner = {
    async resolve({ pipeline, text, set, folder = process.cwd(), fresh }) {
      const operations = await findOperations();
      const document = checkDocument(text === undefined ? pipeline : readDocument(text), operations, set);
      choices ??= rememberChoices(file, buildStamp(), chooseBy(operations));
      const world = {
        folder,
        operations,
        digest: store.digestFiles,
        choosePlugin: choices.choose,
        has: async (id: string) => !fresh && (await store.standing(id)) !== undefined,
        find: async (prefix: string) => store.manifest(await store.find(prefix)),
      };
      const resolved = await heldTo(limits?.(), () => resolvePipeline(document, world));
      await choices.save();
      return resolved;
    },

    async forecast(pipeline) {
      const absent = leftOutWarnings(pipeline);
      // Nothing would run: there is nothing to forecast, and the engine can stay unloaded.
      if (pipeline.steps.every((step) => step.cached)) return { estimates: new Map(), warnings: absent };
      const past = await usual();
      const { estimates, warnings } = await heldTo(limits?.(), async () => {
        const known = {
          pastSeconds: (operation: string) => past.get(operation),
          outlineOf: store.outline,
        };
        const forecast = await estimatesOf(pipeline, known);
        await examineFiles(pipeline, examined);
        return forecast;
      });
      return { estimates, warnings: [...absent, ...warnings] };
    },

    async plan(pipeline) {
      const { estimates, warnings } = await planner.forecast(pipeline);
      return planAnswer(pipeline, estimates, warnings);
    },
  };
  return planner;
}

/** The forecast of each step; where there is no engine, none: the services that compute may have what is missing here. */
async function estimatesOf(pipeline: ResolvedPipeline, past: Past): Promise<PipelineForecast> {
  try {
    const estimates = await forecastPipeline(pipeline, past);
    return { estimates, warnings: warningsOf(pipeline, estimates, totalmem()) };
  } catch (error) {
    if (!(error instanceof TlcError) || error.code !== 'ENGINE_MISSING') throw error;
    return { estimates: new Map(), warnings: [{ text: `sizes and times are not known: ${error.message}` }] };
  }
}

/** The median time of the steps of each operation. */
function pastSeconds(observed: readonly JobObservation[]): Map<string, number> {
  const times = new Map<string, number[]>();
  for (const { recipe, seconds } of observed) {
    if (!times.has(recipe.operation)) times.set(recipe.operation, []);
    times.get(recipe.operation)!.push(seconds);
  }
  return new Map([...times].map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)]]));
}
