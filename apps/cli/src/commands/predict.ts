import { duration } from '#report';
import type { Predictor, TextToRead } from '#serving';
import { describeAnswer, type AnswerFormat } from '../predictions/describe-answer.js';
import { textsToRead } from '../predictions/texts-to-read.js';
import { modelFolder } from '../target/model-folder.js';
import type { CommonOptions } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';
import { untilInterrupted } from './interrupts.js';

export interface PredictOptions extends CommonOptions {
  /** Columns of a file of rows: of the text, or of the two texts of a pair. */
  readonly column?: readonly string[];
  /** Classes to name for each text. */
  readonly top?: number;
  readonly format: AnswerFormat;
}

/** `tlc predict MODEL [FILE]`: a line of answer for each text, in their order, as soon as it is there.
 * @param model a folder, an artifact's id or the first letters of one, a name or name:version
 * @param file texts to read, line by line or in columns; `-` is stdin
 * @returns the exit code */
export async function predict(
  model: string,
  file: string,
  options: PredictOptions,
  terminal: Terminal,
): Promise<number> {
  const folder = await modelFolder(model, options);
  const { openPredictor } = await import('#serving');
  const predictor = await openPredictor(folder);
  try {
    return await untilInterrupted(async (signal) => {
      const texts = await textsToRead(file, options.column, signal);
      await answerAll(predictor, texts, signal, options, terminal);
    });
  } finally {
    predictor.close();
  }
}

async function answerAll(
  predictor: Predictor,
  texts: AsyncIterable<readonly TextToRead[]>,
  signal: AbortSignal,
  { format, json, top }: PredictOptions,
  { print, note, isInteractive, colours }: Terminal,
): Promise<void> {
  const begin = performance.now();
  let [done, allCut] = [0, 0];
  for await (const some of texts) {
    const { answers, cut } = await predictor.answer(some, signal);
    print(
      answers.map((answer) => describeAnswer(answer, predictor, { top, format: json ? 'jsonl' : format })).join('\n'),
    );
    done += some.length;
    allCut += cut;
    if (isInteractive && !process.stdout.isTTY) process.stderr.write(`\r${colours.dim(`${done} texts`)}`);
  }
  const seconds = (performance.now() - begin) / 1000;
  if (isInteractive && !process.stdout.isTTY) process.stderr.write('\r');
  note(`${done} ${done === 1 ? 'text' : 'texts'} in ${duration(seconds)}: ${Math.round(done / seconds)} a second`);
  if (allCut > 0) {
    note(
      `${colours.yellow('!')} ${allCut} had more than ${predictor.maxLength} tokens, which the model reads at most: they lost their end`,
    );
  }
}
