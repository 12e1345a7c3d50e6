import { mkdir, rm } from 'node:fs/promises';
import { type Progress, TlcError } from '#contracts';
import {
  bestTry,
  mostTries,
  nextTry,
  type PlannedStrength,
  searchedStrengths,
  type TargetConfig,
  targetOf,
} from '#methods';
import { type Model, disposeModel, modelShape, readModel, writeModel } from '#models';
import type { HistoryPoint } from '#training';
import { compressModel } from '../compress-model.js';
import type { RecordingContext } from '../context/create-context.js';
import type { CompressionPlugin } from '../plugin.js';
import { type MeasuredOn, measureTry, qualityOf, type TargetFigures } from './measure.js';
import { folderOf, type KeptTry, readTries, tryInWords, writeTries } from './tries.js';

/** A search for the strength of a method. */
export interface TargetSearch extends MeasuredOn {
  readonly plugin: CompressionPlugin;
  /** Its config without the strength. */
  readonly config: object;
  readonly target: TargetConfig;
  readonly model: Model;
  /** The context of a try, with checkpoints in a folder of its own. */
  contextOf(work: string, onProgress: (progress: Progress) => void): RecordingContext;
  progress(progress: Progress): void;
  log(level: 'info' | 'warning', text: string): void;
}

/** What a search has found. The model is the caller's. */
export interface Found {
  readonly model: Model;
  readonly history: readonly HistoryPoint[];
  readonly value: number;
  readonly tries: readonly KeptTry[];
  readonly warnings: readonly string[];
}

/** Tries a method with strengths between its weakest and its strongest, each time halving what is left, and takes the one that
 * fits the target best: of bytes, speedup and latency the weakest that reaches them, of quality the strongest that loses no more.
 * Tries that are done, models and all, are in the work folder: a process that goes on does not make them again.
 * @throws TlcError PLUGIN_REFUSED where no strength can meet the target; TARGET_MISSED where no try did; what compressModel throws */
export async function compressToTarget(search: TargetSearch): Promise<Found> {
  const { plugin, target, work } = search;
  const name = targetOf(target);
  const wanted = name === 'quality_loss' ? 'strongest' : 'weakest';
  const all = searchedStrengths(plugin, modelShape(search.model), search.config, target);
  const tries = [...(await readTries(work))];
  const placeOf = (value: number) => all.findIndex((one) => one.value === value);
  const tried = new Map(tries.map(({ value, fits }) => [placeOf(value), fits]));
  const most = mostTries(all.length, target.tries);
  const before = await qualityOf(search.model, search);
  for (let next = nextTry(all.length, tried, wanted); next !== undefined && tried.size < most;) {
    const one = await attempt(search, all[next], before, [tried.size / most, (tried.size + 1) / most]);
    tries.push(one);
    tried.set(next, one.fits);
    await writeTries(work, tries);
    search.log('info', `${plugin.strength!.key} ${tryInWords(one)}`);
    next = nextTry(all.length, tried, wanted);
  }
  const best = bestTry(tried, wanted);
  if (best === undefined) throw missed(search, tries);
  const { value, estimate } = all[best];
  const { history } = tries.find((one) => one.value === value)!;
  return { model: await readModel(folderOf(work, value)), history, value, tries, warnings: estimate.warnings };
}

/** Makes one try, writes its model down and measures it. */
async function attempt(
  search: TargetSearch,
  { value, config }: PlannedStrength,
  before: number | undefined,
  [from, to]: readonly [number, number],
): Promise<KeptTry> {
  const { plugin, target, model: start, work } = search;
  const name = `${plugin.strength!.key} ${value}`;
  const folder = folderOf(work, value);
  const context = search.contextOf(`${folder}-work`, ({ done, phase, seconds_left: _, ...figures }) =>
    search.progress({
      ...figures,
      phase: phase === undefined ? name : `${name}: ${phase}`,
      done: from + (to - from) * (done ?? 0),
    }),
  );
  search.progress({ phase: name, done: from });
  const { model: made } = await compressModel(plugin, start, config, context);
  try {
    const figures = await measureTry(targetOf(target), { made, start, before }, search);
    await mkdir(folder, { recursive: true });
    await writeModel(made, folder);
    return { value, ...figures, fits: fits(figures, target), history: context.history };
  } finally {
    disposeModel(made);
    await rm(`${folder}-work`, { recursive: true, force: true });
  }
}

function fits(figures: TargetFigures, target: TargetConfig): boolean {
  const name = targetOf(target);
  const [measured, wanted] = [figures[name]!, target[name]!];
  return name === 'speedup' ? measured >= wanted : measured <= wanted;
}

function missed({ plugin, target }: TargetSearch, tries: readonly KeptTry[]): TlcError {
  const name = targetOf(target);
  const said = tries.map(tryInWords).join('; ');
  const message = `target.${name}: ${target[name]} was met by none of ${tries.length} tries of ${plugin.id}: ${plugin.strength!.key} ${said}`;
  return new TlcError('TARGET_MISSED', message, { details: { id: plugin.id, target: name } });
}
