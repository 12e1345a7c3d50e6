import {
  ArtifactRequest,
  EmptyRequest,
  ListArtifactsRequest,
  ListRunsRequest,
  PluginRequest,
  RunRequest,
  StatusRequest,
  SubmitRequest,
} from './messages/pipelines.js';
import { RecommendRequest } from './messages/recommend.js';
import { JobMessage } from './messages/job.js';
import { ModelRequest, PredictRequest, TranslateRequest } from './messages/models.js';
import type { ConfigClass } from './schema/keys.js';

/** The prefix and version of every subject. */
export const PREFIX = 'tlc.v1';

/** A message that a service handles: a request with a reply, or a job of the work queue. */
export interface SubjectSpec {
  readonly subject: string;
  readonly service: string;
  readonly kind: 'request' | 'job';
  readonly body: ConfigClass;
  readonly description: string;
  readonly example: Readonly<Record<string, unknown>>;
}

const request = (
  subject: string,
  body: ConfigClass,
  description: string,
  example: Record<string, unknown>,
  service = 'pipelines',
): SubjectSpec => ({
  subject: `${PREFIX}.${subject}`,
  service,
  kind: 'request',
  body,
  description,
  example,
});

/** The queue of a service. */
export const jobSubject = (service: string): string => `${PREFIX}.jobs.${service}`;

/** Where a step's events are published. */
export const eventSubject = (run: string, step: string): string => `${PREFIX}.events.${run}.${step}`;

/** Where the order to give up a run's jobs is published. */
export const cancelSubject = (run: string): string => `${PREFIX}.control.cancel.${run}`;

/** Where jobs go that could not be done after several deliveries. */
export const deadSubject = (service: string): string => `${PREFIX}.dead.${service}`;

/** A service's own state: `tlc.v1.services.training.health`. */
export const healthSubject = (service: string): string => `${PREFIX}.services.${service}.health`;

/** A service's health, a message that every service handles. */
export const healthSpec = (service: string): SubjectSpec => ({
  subject: healthSubject(service),
  service,
  kind: 'request',
  body: EmptyRequest,
  description: `State of the ${service} service: version, worker, jobs done.`,
  example: {},
});

/** The queue of a service that does jobs. */
export const jobSpec = (service: string, example: SubjectSpec['example']): SubjectSpec => ({
  subject: jobSubject(service),
  service,
  kind: 'job',
  body: JobMessage,
  description: `The work queue of the ${service} service.`,
  example,
});

/** Whether a subject is a service's health. */
export const isHealthSubject = (subject: string): boolean => /^tlc\.v1\.services\.[^.]+\.health$/.test(subject);

/** The messages of the pipelines service, each of which has exactly one handler; the service checks it at start. */
export const SUBJECTS: readonly SubjectSpec[] = [
  request('pipelines.submit', SubmitRequest, 'Validates and plans a pipeline, starts it, and answers with its run.', {
    pipeline: {
      name: 'vocabulary',
      steps: { vocabulary: { do: 'tokenizer.learn', corpus: 'data/SST-2', column: 'sentence' } },
    },
  }),
  request('pipelines.plan', SubmitRequest, 'What a pipeline would run, what is there already, sizes, warnings.', {
    pipeline: {
      name: 'vocabulary',
      steps: { vocabulary: { do: 'tokenizer.learn', corpus: 'data/SST-2', column: 'sentence' } },
    },
  }),
  request(
    'pipelines.recommend',
    RecommendRequest,
    'Which model to make of labelled data within a budget, with its pipeline; or the pipeline to run first.',
    { data: 'data/SST-2', task: 'glue/sst2', train_seconds: 600, max_bytes: 4_000_000 },
  ),
  request('pipelines.status', StatusRequest, 'The state of a run and of its steps.', { run: 'vocabulary-1' }),
  request('pipelines.list', ListRunsRequest, 'The newest runs.', { limit: 5 }),
  request('pipelines.cancel', RunRequest, 'Gives up a run: its waiting steps and those at work.', {
    run: 'vocabulary-1',
  }),
  request('plugins.list', EmptyRequest, 'The compression plugins that are installed.', {}),
  request('plugins.show', PluginRequest, 'One plugin with the documentation of its config.', {
    id: 'magnitude-pruning',
  }),
  request('artifacts.list', ListArtifactsRequest, 'The artifacts of the store.', { kind: 'model' }),
  request('artifacts.show', ArtifactRequest, 'An artifact’s manifest: recipe, lineage, files.', { id: '3f2a' }),
  healthSpec('pipelines'),
];

/** A message of the serving service. */
const serving = (subject: string, body: ConfigClass, description: string, example: Record<string, unknown>) =>
  request(subject, body, description, example, 'serving');

/** The messages of the serving service. */
export const SERVING_SUBJECTS: readonly SubjectSpec[] = [
  serving(
    'models.predict',
    PredictRequest,
    'What a model answers for texts; a model is loaded when it is asked first.',
    {
      model: 'sentiment',
      texts: ['a fine film'],
      top: 1,
    },
  ),
  serving('models.translate', TranslateRequest, 'Translations of texts by a translation model.', {
    model: 'en-de',
    texts: ['A man rides a bicycle.'],
    beams: 5,
  }),
  serving('models.list', EmptyRequest, 'The names of models, and the models that are loaded.', {}),
  serving('models.load', ModelRequest, 'Loads a model, so that its first request need not wait.', {
    model: 'sentiment:3',
  }),
  serving('models.unload', ModelRequest, 'Gives the memory of a model back.', { model: 'sentiment:3' }),
  healthSpec('serving'),
];

/** Names of the JetStream streams and buckets. */
export const STREAMS = {
  jobs: 'TLC_JOBS',
  events: 'TLC_EVENTS',
  dead: 'TLC_DEAD',
  /** Runs by id. */
  runs: 'tlc_runs',
  /** Ids of cancelled runs, so that a service does not begin their queued jobs. */
  cancelled: 'tlc_cancelled',
  /** Manifests of artifacts by id, and names of models; where artifacts are kept by the server. */
  manifests: 'tlc_artifacts',
  /** The files of artifacts, in an object store of that name. */
  objects: 'tlc_artifacts',
} as const;
