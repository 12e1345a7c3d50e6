import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Candidate, type RecommendAnswer, TlcError } from '#contracts';
import { EXIT } from '../errors/exit-codes.js';
import { decide } from '../fit/decide.js';
import { describeChoice, describeResult } from '../fit/describe.js';
import { type RecommendOptions, requestOf } from '../fit/options.js';
import { shortest } from '../reports/print-report.js';
import type { Terminal } from '../terminal/terminal.js';
import { exportArtifact } from './export-artifact.js';
import { exitCode, type Outcome, runPipeline } from './run.js';

export interface FitOptions extends RecommendOptions {
  /** Folder of the result; left out: one called after the data. */
  readonly output?: string;
  /** Formats of `model.export` to write the model in, too, in a folder beside the one in which it is as stored. */
  readonly for?: readonly string[];
}

/** File of the pipeline in the folder of the result. */
const PIPELINE = 'pipeline.yaml';

/** `tlc fit DATA`: from labelled data to a model within a budget. The folder of the result holds the pipeline, the model,
 * the report, and `fit.json`: what was expected beside what was measured.
 * @throws TlcError EXPORT_FOLDER_NOT_EMPTY before anything runs; those of a recommendation */
export async function fit(data: string, options: FitOptions, terminal: Terminal): Promise<number> {
  const output = resolve(options.output ?? `${basename(data).replace(/\..*$/, '') || 'model'}-fit`);
  // A run that was cancelled has left its pipeline there, and goes on
  const others = (await readdir(output).catch(() => [])).filter((name) => name !== PIPELINE);
  if (others.length > 0) {
    throw new TlcError('EXPORT_FOLDER_NOT_EMPTY', `${output} is not empty: name another folder by --output`);
  }
  const decided = await decide(requestOf(data, options), options, terminal);
  if ('failed' in decided) return exitCode(decided.failed, terminal);
  const { answer } = decided;
  if (!options.json)
    terminal.note(describeChoice(answer, { width: terminal.noteWidth, dataColours: terminal.colours }));
  await mkdir(output, { recursive: true });
  await writeFile(join(output, PIPELINE), answer.pipeline as string);
  const pipeline = { text: answer.pipeline as string, folder: output };
  const outcome = await runPipeline(pipeline, [output], options, terminal);
  if (outcome.status !== 'completed') return exitCode(outcome, terminal);

  const artifactOf = (step: string) => outcome.state.steps.find(({ name }) => name === step)?.artifact as string;
  const model = artifactOf('model');
  // What goes wrong with the copy is said there; data on stdout are this command's own
  await exportArtifact(model, join(output, 'model'), { ...options, for: undefined, json: false }, terminal);
  if (options.for) await exportArtifact(model, join(output, 'exported'), { ...options, json: false }, terminal);
  if (outcome.report) await copyFile(outcome.report.file, join(output, 'report.html'));
  const measured = measuredOf(outcome, answer);
  const result = { model, folder: output, ...answer, measured };
  await writeFile(join(output, 'fit.json'), `${JSON.stringify(result, null, 2)}\n`);
  const { metric, choice } = answer as { metric: string; choice: Candidate };
  terminal.print(options.json ? JSON.stringify(result) : describeResult(metric, choice, measured, terminal));
  terminal.note(`model, pipeline and report: ${shortest(output)}`);
  terminal.note(`try it: tlc predict ${shortest(join(output, 'model'))}`);
  return EXIT.ok;
}

/** What came out of the model: its scores, and the seconds that it trained. */
function measuredOf({ report }: Outcome, { metric }: RecommendAnswer): Record<string, number | undefined> {
  const row = report?.data.rows.find(({ name }) => name === 'model');
  const valueOf = (wanted: string) => row?.measures.find(({ name }) => name === wanted)?.value;
  const [bytes, latency] = [valueOf('bytes'), valueOf('latency')];
  return { [metric]: valueOf(metric), bytes, latency, seconds: row?.trainingSeconds };
}
