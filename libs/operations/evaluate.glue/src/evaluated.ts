import { join } from 'node:path';
import { readInput } from '#artifacts';
import { type Scores, TlcError } from '#contracts';
import { glueTask, type GlueTask } from '#metrics';

/** What an `evaluate` step measured of a model of a task of GLUE. */
export interface Evaluated {
  readonly folder: string;
  readonly task: GlueTask;
  readonly split: string;
  readonly model: string;
  readonly measures: Scores['measures'];
}

/** Reads the scores of a folder that `evaluate` wrote.
 * @throws TlcError FILE_MISSING; GLUE_INCOMPLETE for scores of no model or of no task of GLUE */
export async function readEvaluated(folder: string): Promise<Evaluated> {
  const path = join(folder, 'scores.json');
  const text = await readInput(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof TlcError) throw cause;
    throw new TlcError('FILE_MISSING', `${path} cannot be read (${cause.code})`, { cause, details: { path } });
  });
  const { model, dataset, measures } = JSON.parse(text.toString('utf8')) as Scores;
  if (!model || !dataset?.task?.startsWith('glue/')) {
    throw new TlcError('GLUE_INCOMPLETE', `${path} is not of a model on a task of GLUE`, { details: { path } });
  }
  return { folder, task: glueTask(dataset.task), split: dataset.split, model: model.artifact, measures };
}
