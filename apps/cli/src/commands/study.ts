import { checkConfig, checkName, TlcError } from '#contracts';
import { EXIT } from '../errors/exit-codes.js';
import { describeStudy } from '../study/describe.js';
import { openLocal } from '../target/local-answers.js';
import { findTarget } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';
import { ownFolder, readPipeline } from './read-pipeline.js';
import { exitCode, type RunOptions, runPipeline } from './run.js';

export interface StudyOptions extends Omit<RunOptions, 'set'> {
  /** Print the pipeline instead of running it. */
  readonly print?: boolean;
}

/** `tlc study FILE`: trains models of several sizes by several seeds for several times, compresses them, and says what of the
 * paper's claims the results support. */
export async function study(file: string, options: StudyOptions, terminal: Terminal): Promise<number> {
  const { text, folder } = await readPipeline(file);
  const [{ readDocument }, { readCells, StudyDocument, studyPipeline, studyReport }, { stringify }] = await Promise.all(
    [import('#pipelines'), import('#study'), import('yaml')],
  );
  const document = checkConfig(StudyDocument, readDocument(text));
  checkName(document.name, 'name');
  const pipeline = stringify(studyPipeline(document));
  if (options.print) {
    terminal.print(pipeline.trimEnd());
    return EXIT.ok;
  }
  const outcome = await runPipeline({ text: pipeline, folder }, ownFolder(file), options, terminal);
  if (outcome.status !== 'completed') return exitCode(outcome, terminal);
  const { store } = await openLocal(findTarget(options));
  const artifactOf = (name: string) => {
    const found = outcome.state.steps.find((step) => step.name === name);
    if (found) return found.artifact;
    throw new TlcError('ARTIFACT_UNKNOWN', `the run has no step ${name}`);
  };
  const report = studyReport(await readCells(document.study, artifactOf, store));
  terminal.print(options.json ? JSON.stringify(report) : describeStudy(report, terminal));
  return EXIT.ok;
}
