import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Scores, TlcError } from '#contracts';
import { inputsOf, type OperationContext } from '#jobs';
import type { CardScores } from '#training';

/** The measures of quality among a model's scores, for its card: sizes and speeds are of the file that was measured.
 * @throws TlcError CONFIG_WRONG_VALUE where they are of another model */
export async function scoresOf(inputs: OperationContext['inputs']): Promise<CardScores[]> {
  const [{ artifact, path }] = inputsOf(inputs, 'model');
  const known = [artifact?.id, path];
  return Promise.all(
    inputsOf(inputs, 'scores').map(async (input) => {
      const { model, dataset, measures } = JSON.parse(
        await readFile(join(input.path, 'scores.json'), 'utf8'),
      ) as Scores;
      if (!known.includes(model?.artifact)) {
        const message = `scores: they are of ${model?.artifact.slice(0, 12) ?? 'texts'}, not of the model that is exported`;
        throw new TlcError('CONFIG_WRONG_VALUE', message, { details: { field: 'scores', of: model?.artifact } });
      }
      const { task, split = 'dev' } = dataset ?? {};
      return { ...(task !== undefined && { task }), split, measures: measures.filter(({ name, unit }) => unit === undefined && name !== 'parameters') }; // prettier-ignore
    }),
  );
}
