import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted, TlcError } from '#contracts';
import { tf } from '#engine';
import { dimensions, disposeModel, type Head, logits, type Model, tokenizerOf, weightsOf } from '#models';
import { batches, encode, openTokenizer, type Split, type Tokenizer } from '#text';
import { type Answer, probabilities, rowsOf } from './answer.js';
import { opened } from './opened.js';
import type { TextToRead } from './text-to-read.js';

/** A model with its tokenizer, ready to answer for texts. */
export interface Predictor {
  /** Whether it answers with the one class out of several, with each class for itself, with a number, or with a vector. */
  readonly kind: 'classification' | 'multi-label' | 'regression' | 'embeddings';
  /** Classes in the order of an answer's values; `score` in regression; none of vectors. */
  readonly labels: readonly string[];
  /** Tokens that it reads of a text, special ones included. */
  readonly maxLength: number;
  /** Answers for texts in their order; how they are put into batches changes no answer. */
  answer(texts: readonly TextToRead[], signal?: AbortSignal): Promise<Answers>;
  close(): void;
}

export interface Answers {
  readonly answers: readonly Answer[];
  /** Texts (or pairs) that had more tokens than the model reads, and lost their end. */
  readonly cut: number;
}

/** Tokens of a batch: enough to keep the processor busy. */
const BATCH = { tokens: 4096 } as const;

/** Opens a model folder.
 * @throws TlcError MODEL_WRONG_HEAD for a model that answers for no whole texts; MODEL_MISSING_FILE without a
 * tokenizer.json; what readModel and openTokenizer throw */
export const openPredictor = (folder: string): Promise<Predictor> => opened(folder, predictorOf);

/** @param model which is freed when the predictor is closed @param folder for messages */
export function predictorOf(model: Model, folder: string): Predictor {
  const { head } = model;
  if (!answersForTexts(head)) throw wrongHead(folder, head);
  const tokenizer = openTokenizer(tokenizerOf(model), folder);
  const { positions } = dimensions(model.config);
  const maxLength = head.kind === 'embeddings' ? Math.min(positions, head.longest ?? positions) : positions;
  return {
    kind: head.kind,
    labels: labelsOf(head),
    maxLength,
    answer: (texts, signal) => answer({ model, head, tokenizer, maxLength }, texts, signal),
    close: () => disposeModel(model),
  };
}

type TextHead = Extract<Head, { kind: Predictor['kind'] }>;

const TEXT_HEADS: readonly Head['kind'][] = ['classification', 'multi-label', 'regression', 'embeddings'];

const answersForTexts = (head: Head): head is TextHead => TEXT_HEADS.includes(head.kind);

function labelsOf(head: TextHead): readonly string[] {
  if ('labels' in head) return head.labels;
  return head.kind === 'regression' ? ['score'] : [];
}

function wrongHead(folder: string, { kind }: Head): TlcError {
  const message = `${folder} answers for no whole texts: its head is ${kind}; fine-tune it on a task first`;
  return new TlcError('MODEL_WRONG_HEAD', message, { details: { path: folder, head: kind } });
}

interface Opened {
  readonly model: Model;
  readonly head: TextHead;
  readonly tokenizer: Tokenizer;
  readonly maxLength: number;
}

async function answer(
  { model, head, tokenizer, maxLength }: Opened,
  texts: readonly TextToRead[],
  signal?: AbortSignal,
) {
  const { split, cut } = await encoded(tokenizer, texts, maxLength);
  const lengthOf = (sentence: number) => split.starts[sentence + 1] - split.starts[sentence];
  // Sentences of about one length are attended to fastest together
  const order = Int32Array.from(texts.keys()).sort((a, b) => lengthOf(a) - lengthOf(b) || a - b);
  const answers: Answer[] = [];
  let done = 0;
  for (const { batch, position } of batches(split, order, BATCH)) {
    cancelIfAborted(signal);
    const own = tf.tidy(() => logits(weightsOf(model), model, batch));
    const values = own.dataSync() as Float32Array;
    const width = own.shape[1]!;
    own.dispose();
    const rows =
      'labels' in head
        ? probabilities(values, width, head.kind === 'classification' ? 'one' : 'each')
        : rowsOf(values, width);
    rows.forEach((row, i) => (answers[order[done + i]] = row));
    done = position;
    await setImmediate();
  }
  return { answers, cut };
}

/** The texts as a split, all of them alone or all of them pairs.
 * @throws TlcError TEXT_LENGTH_MISMATCH for a mixture */
async function encoded(tokenizer: Tokenizer, texts: readonly TextToRead[], maxLength: number) {
  const pairs = texts.some(({ pair }) => pair !== undefined);
  if (pairs && texts.some(({ pair }) => pair === undefined)) {
    throw new TlcError(
      'TEXT_LENGTH_MISMATCH',
      'some of the texts are pairs and others are not: ask for each by itself',
    );
  }
  const { cut, ...tokens } = await encode(
    tokenizer,
    texts.map(({ text }) => text),
    pairs ? texts.map(({ pair }) => pair as string) : undefined,
    { maxLength },
  );
  return { cut, split: { sentences: texts.length, tokens: tokens.ids.length, ...tokens } satisfies Split };
}
