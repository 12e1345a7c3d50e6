import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zip } from '#artifacts';
import { type GlueReport, VERSION } from '#contracts';
import { inputsOf, type OperationContext, type OperationResult } from '#jobs';
import { GLUE_TASKS, glueTable } from '#metrics';
import type { EvaluateGlueConfig } from './config.js';
import { readEvaluated } from './evaluated.js';
import { submittedFiles, type SubmittedFile } from './submission.js';

const ARCHIVE = 'submission.zip';

/** Puts the scores of GLUE's tasks side by side in `glue.json`, and the answers to the test sets into `submission.zip`. */
export async function run(context: OperationContext<EvaluateGlueConfig>): Promise<OperationResult> {
  const { config, inputs, output, log } = context;
  const read = (name: string) => Promise.all(inputsOf(inputs, name).map(({ path }) => readEvaluated(path)));
  const dev = await read('dev');
  const table = glueTable(dev.map(({ task, split, model, measures }) => ({ task: task.id, split, model, measures })));
  const files = await submittedFiles(await read('test'), table, config.submit);
  const absent = GLUE_TASKS.flatMap((task) => task.files).filter((name) => !files.some(({ file }) => file === name));
  for (const text of doubts(files, absent)) log('warning', text);
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

/** What the leaderboard would not take. */
function doubts(files: readonly SubmittedFile[], absent: readonly string[]): string[] {
  if (files.length === 0) return [];
  const short = files.filter(({ rows, expected }) => rows !== expected);
  return [
    ...short.map(({ file, rows, expected }) => `${file} has ${rows} rows; GLUE's test set has ${expected}`),
    ...(absent.length > 0 ? [`${ARCHIVE} lacks ${absent.join(', ')}; the leaderboard takes all of them together`] : []),
  ];
}
