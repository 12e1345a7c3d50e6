import type { FolderStore, InputLimits, Manifest } from '#artifacts';
import type { PluginDescription } from '#methods';
import type {
  Ancestor,
  ArtifactList,
  ArtifactRequest,
  ListArtifactsRequest,
  PlanAnswer,
  PluginRequest,
  SubmitRequest,
} from '#contracts';
import { lineageOf } from './artifacts/lineage.js';
import { artifactList } from './artifacts/summary.js';
import { type Planner, createPlanner } from './planning/planner.js';

/** What can be answered from a store and the plugins alone, with no server: each function answers the request of its
 * name. */
export interface Answers {
  readonly planner: Planner;
  plan(request: SubmitRequest): Promise<PlanAnswer>;
  listPlugins(): Promise<{ plugins: PluginDescription[] }>;
  /** @throws TlcError PLUGIN_UNKNOWN */
  showPlugin(request: PluginRequest): Promise<PluginDescription>;
  listArtifacts(request: ListArtifactsRequest): Promise<ArtifactList>;
  /** @throws TlcError ARTIFACT_UNKNOWN */
  showArtifact(request: ArtifactRequest): Promise<Manifest & { readonly lineage: readonly Ancestor[] }>;
}

/** @param limits where the files of pipelines may lie, as of now; left out: anywhere */
export function createAnswers(store: FolderStore, limits?: () => InputLimits): Answers {
  const planner = createPlanner(store, limits);
  return {
    planner,
    plan: async (request) => planner.plan(await planner.resolve(request)),
    listPlugins: async () => {
      const { describePlugin, plugins } = await loadPlugins();
      return { plugins: plugins.list().map(describePlugin) };
    },
    showPlugin: async ({ id }) => {
      const { describePlugin, plugins } = await loadPlugins();
      return describePlugin(plugins.get(id));
    },
    listArtifacts: async ({ kind }) => artifactList(await store.list(), kind),
    showArtifact: async ({ id: prefix }) => {
      const id = await store.find(prefix);
      return { ...(await store.manifest(id)), lineage: await lineageOf(store, id) };
    },
  };
}

async function loadPlugins() {
  const { describePlugin, discoverPlugins } = await import('#methods');
  return { describePlugin, plugins: await discoverPlugins() };
}
