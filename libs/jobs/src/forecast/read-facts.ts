import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactKind } from '#contracts';
import type { SplitName } from '#text';
import type { ArtifactFacts, SplitFacts } from './facts.js';

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
    const { heldBytes, readDescription } = await import('#text');
    const {
      vocab_size: vocabulary,
      max_length: longest,
      objective,
      task,
      labels,
      splits,
    } = await readDescription(folder);
    const facts: Partial<Record<SplitName, SplitFacts>> = {};
    for (const name of Object.keys(splits) as SplitName[]) {
      const { size } = await stat(join(folder, `${name}.safetensors`));
      facts[name] = { ...splits[name]!, bytes: heldBytes(size, splits[name]!) };
    }
    return { vocabulary, data: { longest, objective, task, labels, splits: facts } };
  },
  model: async (folder) => {
    const { dimensions, readModelShape } = await import('#families');
    const shape = await readModelShape(folder);
    return { vocabulary: dimensions(shape.config).vocabulary, shape };
  },
};
