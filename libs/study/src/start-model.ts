import { isAbsolute, resolve } from 'node:path';
import type { FolderStore } from '#artifacts';
import { dimensions, readModelShape, weightFileBytes } from '#families';
import { isHubReference } from '#hub';
import type { ResolvedPipeline } from '#pipelines';
import type { StartModel } from './documents/steps.js';

/** What decides the documents of the pre-trained model: of a folder at once, of a model of the hub once its step is done.
 * @param pipeline of the start alone
 * @returns undefined where it has to be fetched first
 * @throws TlcError those of readModelShape */
export async function startModel(pipeline: ResolvedPipeline, store: FolderStore): Promise<StartModel | undefined> {
  const [{ job, cached }] = pipeline.steps;
  const from = (job.inputs.from as { readonly path: string }).path;
  if (!cached && isHubReference(from)) return undefined;
  const shape = await readModelShape(cached ? await store.outline(job.id) : from);
  const { layers, positions, hidden, vocabulary } = dimensions(shape.config);
  return { layers, positions, hidden, vocabulary, bytes: weightFileBytes(shape) };
}

/** A start as documents name it: relative folders start from the request's. */
export const namedStart = (from: string, folder: string): string =>
  isHubReference(from) || isAbsolute(from) ? from : resolve(folder, from);
