import type { ArtifactKind } from '#contracts';
import type { ModelShape } from '#models';
import type { ArtifactFacts } from './facts.js';

/** What the folder of an artifact says of itself; nothing where it cannot be read: the step that reads it says why. */
export async function readFacts(folder: string, kind: ArtifactKind): Promise<ArtifactFacts> {
  const read = READERS[kind];
  return read ? read(folder).catch(() => ({})) : {};
}

const READERS: Partial<Record<ArtifactKind, (folder: string) => Promise<ArtifactFacts>>> = {
  tokenizer: async (folder) => {
    const { readTokenizer } = await import('#text');
    return { vocabulary: (await readTokenizer(folder)).vocabSize };
  },
  dataset: async (folder) => {
    const { readDataset, readDescription } = await import('#text');
    const description = await readDescription(folder);
    const { vocab_size: vocabulary, max_length: longest, objective, labels } = description;
    const tokens = Object.values(description.splits).reduce((sum, split) => sum + split.tokens, 0);
    const dataset = tokens > MOST_READ ? undefined : await readDataset(folder);
    return { vocabulary, data: { longest, objective, labels, dataset } };
  },
  model: async (folder) => {
    const shape = await readShape(folder);
    return { vocabulary: shape.config.vocab_size, shape };
  },
};

/** Tokens of a data set that are read for a plan, to know how long its sentences are: half a second's worth. */
const MOST_READ = 5e7;

/** The shapes of a model folder. */
async function readShape(folder: string): Promise<ModelShape> {
  const { disposeModel, modelShape, readModel } = await import('#models');
  const model = await readModel(folder);
  const shape = modelShape(model);
  disposeModel(model);
  return shape;
}
