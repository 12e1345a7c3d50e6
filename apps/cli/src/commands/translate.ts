import { TlcError, type TranslatedText } from '#contracts';
import { duration } from '#report';
import type { Translator } from '#serving';
import { textsToRead } from '../predictions/texts-to-read.js';
import { modelFolder } from '../target/model-folder.js';
import type { CommonOptions } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';
import { untilInterrupted } from './interrupts.js';

export interface TranslateOptions extends CommonOptions {
  /** Continuations of a text that are followed at once. */
  readonly beam: number;
  /** Translations of each text. */
  readonly nbest: number;
  readonly lengthPenalty: number;
  /** Draws translations in place of searching for the best. */
  readonly sample?: boolean;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
}

/** `tlc translate MODEL [FILE]`: a line for each line, in their order, as soon as it is there; with several translations a
 * text, a line for each: the number of the text from 0 on, the score and the translation, between tabs.
 * @param model a folder, or an artifact's id or the first letters of one
 * @param file texts, one a line; `-` is stdin
 * @returns the exit code */
export async function translate(
  model: string,
  file: string,
  options: TranslateOptions,
  terminal: Terminal,
): Promise<number> {
  const { beam, nbest, sample = false } = options;
  const drawn = (['temperature', 'topK', 'topP', 'seed'] as const).find((key) => options[key] !== undefined);
  if (drawn !== undefined && !sample) {
    const flag = drawn.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    throw new TlcError('CONFIG_WRONG_VALUE', `--${flag} is for translations that are drawn: give --sample, too`);
  }
  if (nbest > beam && !sample) throw new TlcError('CONFIG_WRONG_VALUE', `--nbest ${nbest} is more than --beam ${beam}`);
  const folder = await modelFolder(model, options);
  const { openTranslator } = await import('#serving');
  const translator = await openTranslator(folder);
  try {
    return await untilInterrupted((signal) => translateAll(translator, file, signal, options, terminal));
  } finally {
    translator.close();
  }
}

async function translateAll(
  translator: Translator,
  file: string,
  signal: AbortSignal,
  options: TranslateOptions,
  { print, note, colours }: Terminal,
): Promise<void> {
  const { beam: beams, nbest: best, lengthPenalty, json = false } = options;
  const sampling = samplingOf(options);
  const begin = performance.now();
  let [done, allCut] = [0, 0];
  for await (const some of await textsToRead(file, undefined, signal)) {
    const texts = some.map(({ text }) => text);
    const { translations, cut } = await translator.translate(texts, { beams, best, lengthPenalty, sampling, signal });
    const first = done;
    print(translations.map((own, i) => linesOf(own, first + i, best, json)).join('\n'));
    done += some.length;
    allCut += cut;
  }
  const seconds = (performance.now() - begin) / 1000;
  note(`${done} ${done === 1 ? 'text' : 'texts'} in ${duration(seconds)}: ${(done / seconds).toFixed(1)} a second`);
  if (allCut > 0) {
    note(
      `${colours.yellow('!')} ${allCut} had more than ${translator.maxLength} tokens, which the model reads at most`,
    );
  }
}

function samplingOf({ sample, temperature, topK, topP, seed = 1 }: TranslateOptions) {
  return sample ? { temperature, topK, topP, seed } : undefined;
}

function linesOf(translations: readonly TranslatedText[], number: number, best: number, json: boolean): string {
  if (json) {
    return JSON.stringify(best === 1 ? translations[0] : { translations });
  }
  if (best === 1) return translations[0].text;
  return translations.map(({ text, score }) => [number, score.toFixed(4), text].join('\t')).join('\n');
}
