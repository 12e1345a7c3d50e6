import type { FolderStore } from '#artifacts';
import { type DataLook, TlcError } from '#contracts';
import type { ResolvedPipeline } from '#pipelines';
import { readDescription } from '#text';
import { readAnswers, readScores } from './read-scores.js';

/** Scores of a pilot. */
export interface Scored {
  readonly error: number;
  /** Milliseconds; undefined where it was not measured. */
  readonly latency: number;
  /** Whether its answers tell anything apart. */
  readonly hasLearned: boolean;
}

/** A pilot's training. */
export interface Trained {
  /** Rows that were read, repetitions counted. */
  readonly rows: number;
  readonly secondsPerRow: number;
}

/** Reads what the steps of a pilot have left in the store. */
export interface PilotSteps {
  /** Rows of the splits, as encoded. */
  readonly trainRows: number;
  readonly devRows: number;
  idOf(name: string): string | undefined;
  folderOf(name: string): Promise<string>;
  outlineOf(name: string): Promise<string>;
  /** @param names of steps that train one model one after another */
  trained(...names: string[]): Promise<Trained>;
  scored(name: string): Promise<Scored>;
}

/** Correlation below which nothing was learned. */
const LEAST_CORRELATION = 0.1;

/** @param pilot whose every step has a result; `rows` is its data set
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT */
export async function openPilot(
  pilot: ResolvedPipeline,
  store: FolderStore,
  { metric, look }: { readonly metric: string; readonly look: DataLook },
): Promise<PilotSteps> {
  const idOf = (name: string) => pilot.steps.find((step) => step.name === name)?.job.id;
  const folderOf = async (name: string) => (await store.open(idOf(name) as string)).folder;
  const outlineOf = (name: string) => store.outline(idOf(name) as string);
  const { splits } = await readDescription(await outlineOf('rows'));
  const [trainRows, devRows] = [splits.train, splits.dev].map((split) => split?.sentences ?? 0);
  const tokensPerRow = (splits.train?.tokens ?? 0) / trainRows;
  return {
    trainRows,
    devRows,
    idOf,
    folderOf,
    outlineOf,
    trained: async (...names) => {
      const figures = await Promise.all(
        names.map(async (name) => (await store.manifest(idOf(name) as string)).summary as Record<string, number>),
      );
      const sum = (key: string) => figures.reduce((total, each) => total + each[key], 0);
      const rows = sum('tokens') / tokensPerRow;
      return { rows, secondsPerRow: sum('seconds') / rows };
    },
    scored: async (name) => {
      const folder = await folderOf(name);
      const { measures } = await readScores(folder);
      const valueOf = (measure: string) => measures.find((each) => each.name === measure)?.value as number;
      const hasLearned =
        look.kind === 'regression' ? valueOf(metric) > LEAST_CORRELATION : new Set(await readAnswers(folder)).size > 1;
      return { error: errorOf(valueOf(metric), devRows), latency: valueOf('latency'), hasLearned };
    },
  };
}

/** An error that can be taken the logarithm of: of a model without any, half a row's.
 * @throws TlcError MEASURE_UNDEFINED for a score that is no share of anything */
function errorOf(score: number, measured: number): number {
  if (Number.isFinite(score)) return Math.max(1 - score, 0.5 / measured);
  throw new TlcError('MEASURE_UNDEFINED', 'the pilot has no score: its answers on the dev split are all the same');
}

/** Accuracy of the most frequent class; 0 of measures that are 0 for one answer to all. */
export function worstOf({ classes, rows }: DataLook, metric: string): number {
  return metric === 'accuracy' && classes ? classes[0].rows / rows.train : 0;
}
