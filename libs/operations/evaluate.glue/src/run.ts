import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zip } from '#artifacts';
import { type GlueReport, VERSION } from '#contracts';
import { inputsOf, type OperationContext, type OperationResult } from '#jobs';
import { GLUE_TASKS, glueTable } from '#metrics';
import type { EvaluateGlueConfig } from './config.js';
import { readEvaluated } from './evaluated.js';
import { submittedFiles } from './submission.js';

const ARCHIVE = 'submission.zip';

/** Puts the scores of GLUE's tasks side by side in `glue.json`, and the answers to the test sets into `submission.zip`. */
export async function run(context: OperationContext<EvaluateGlueConfig>): Promise<OperationResult> {
  const { config, inputs, output, log } = context;
  const read = (name: string) => Promise.all(inputsOf(inputs, name).map(({ path }) => readEvaluated(path)));
  const dev = await read('dev');
  const table = glueTable(dev.map(({ task, split, model, measures }) => ({ task: task.id, split, model, measures })));
  const files = await submittedFiles(await read('test'), table, config.submit);
  const absent = GLUE_TASKS.flatMap((task) => task.files).filter((name) => !files.some(({ file }) => file === name));
  if (files.length > 0 && absent.length > 0) {
    log('warning', `${ARCHIVE} lacks ${absent.join(', ')}; the leaderboard takes all of them together`);
  }
  if (files.length > 0)
    await writeFile(join(output, ARCHIVE), zip(files.map(({ file: name, text }) => ({ name, text }))));
  const report: GlueReport = {
    ...table,
    signature: `glue average|v:${VERSION}|tasks:${table.rows.map(({ task }) => task).join('+')}|interval:95 %,Student’s t`,
    ...(files.length > 0 && {
      submission: {
        archive: ARCHIVE,
        of: config.submit,
        files: files.map(({ file, rows, model }) => ({ file, rows, model })),
        absent,
      },
    }),
  };
  await writeFile(join(output, 'glue.json'), `${JSON.stringify(report, null, 2)}\n`);
  return {
    summary: {
      tasks: table.rows.map(({ task }) => task).join(', '),
      average: Number(table.average.mean.toPrecision(6)),
      submitted: files.length,
    },
  };
}
