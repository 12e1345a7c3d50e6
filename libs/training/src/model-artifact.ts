import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import type { Recipe } from '#artifacts';
import { engineInfo, type EngineInfo } from '#engine';
import { type Model, writeModel } from '#models';
import { cardOf } from './model-card.js';
import type { HistoryPoint } from './training.js';

/** What training cost. */
export interface TrainingCost {
  readonly steps: number;
  /** Seconds of training, without evaluation and checkpoints. */
  readonly seconds: number;
  /** Real tokens. */
  readonly tokens: number;
}

/** Where a model came from that others trained: its files by their content. */
export interface ModelSource {
  /** `organisation/name` on the hub. */
  readonly hub: string;
  /** Absent where a folder of models does not say it. */
  readonly commit?: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** One step on the way to a model: `lineage.json` is a list of these, the oldest first. */
export interface LineageEntry {
  readonly operation: string;
  readonly plugin?: Recipe['plugin'];
  readonly config: Recipe['config'];
  readonly inputs: Recipe['inputs'];
  readonly seed: number;
  readonly source?: ModelSource;
  readonly training?: TrainingCost;
  /** The task that its measures are of. */
  readonly task?: string;
  /** Licence of a model that others made, as its card has it. */
  readonly license?: string;
  readonly summary: Readonly<Record<string, string | number>>;
  /** What computed: bits are equal only where this is. */
  readonly engine: Pick<EngineInfo, 'backend' | 'tfjs' | 'tensorflow' | 'kernels' | 'instructionSet'>;
}

/** How a model was made. */
export interface Making {
  readonly recipe: Recipe;
  readonly summary: Readonly<Record<string, string | number>>;
  /** Folder of the model that it was made from. */
  readonly from?: string;
  readonly source?: ModelSource;
  readonly training?: TrainingCost;
  readonly task?: string;
  readonly license?: string;
  readonly history?: readonly HistoryPoint[];
}

/** Writes a model artifact: the model in Hugging Face layout, `lineage.json`; `history.json` with the points of all
 * trainings that led to it, the oldest first, each counting from its own start; and `training.json` with what they cost
 * together.
 * @throws TlcError as writeModel; DISK_FULL */
export async function writeModelArtifact(folder: string, model: Model, making: Making): Promise<void> {
  const { recipe, summary, source, training, task, license } = making;
  const { backend, tfjs, tensorflow, kernels, instructionSet } = engineInfo();
  const entry: LineageEntry = {
    operation: recipe.operation,
    ...(recipe.plugin && { plugin: recipe.plugin }),
    config: recipe.config,
    inputs: recipe.inputs,
    seed: recipe.seed,
    ...(source && { source }),
    ...(training && { training }),
    ...(task !== undefined && { task }),
    ...(license !== undefined && { license }),
    summary,
    engine: { backend, tfjs, tensorflow, kernels, instructionSet },
  };
  const lineage = [...(await readLineage(making.from)), entry];
  const history = [...(await readHistory(making.from)), ...(making.history ?? [])];
  await writeModel(model, folder, cardOf(lineage, model.head));
  try {
    await writeFile(join(folder, 'lineage.json'), json(lineage));
    await writeFile(join(folder, 'history.json'), json(history));
    await writeFile(join(folder, 'training.json'), json(costOf(lineage)));
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

/** What all trainings of a lineage cost together. */
export function costOf(lineage: readonly LineageEntry[]): TrainingCost {
  const sum = (key: keyof TrainingCost) => lineage.reduce((total, entry) => total + (entry.training?.[key] ?? 0), 0);
  return { steps: sum('steps'), seconds: sum('seconds'), tokens: sum('tokens') };
}

/** `lineage.json` of a model folder; empty for a model that TLC did not make. */
export async function readLineage(folder: string | undefined): Promise<LineageEntry[]> {
  return readList<LineageEntry>(folder, 'lineage.json');
}

/** `history.json` of a model folder; empty for a model that TLC did not train. */
export async function readHistory(folder: string | undefined): Promise<HistoryPoint[]> {
  return readList<HistoryPoint>(folder, 'history.json');
}

async function readList<T>(folder: string | undefined, name: string): Promise<T[]> {
  if (folder === undefined) return [];
  const text = await readFile(join(folder, name), 'utf8').catch(() => '[]');
  try {
    const list = JSON.parse(text) as unknown;
    return Array.isArray(list) ? (list as T[]) : [];
  } catch {
    return [];
  }
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
