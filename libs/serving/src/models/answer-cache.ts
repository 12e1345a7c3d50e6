import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Answer } from '../answer.js';
import type { TextToRead } from '../text-to-read.js';

/** Answers that were given, by model and content, up to a limit of bytes: those asked for least recently go out first. */
export interface AnswerCache {
  get(model: string, text: TextToRead): Answer | undefined;
  set(model: string, text: TextToRead, answer: Answer): void;
  readonly bytes: number;
}

/** What an entry takes besides its answer: its key, its node and its buffer, roughly. */
const ENTRY = 300;

/** @param bytes that all answers may take; with 0 none are kept */
export function createAnswerCache(bytes: number): AnswerCache {
  const sizeCalculation = (answer: Answer) => ENTRY + answer.byteLength;
  const cache = bytes > 0 ? new LRUCache<string, Answer>({ maxSize: bytes, sizeCalculation }) : undefined;
  return {
    get: (model, text) => cache?.get(keyOf(model, text)),
    set: (model, text, answer) => void cache?.set(keyOf(model, text), answer),
    get bytes() {
      return cache?.calculatedSize ?? 0;
    },
  };
}

/** JSON, so that no text and pair can look like another text. */
const keyOf = (model: string, { text, pair }: TextToRead): string =>
  createHash('sha256')
    .update(JSON.stringify([model, text, pair ?? null]))
    .digest('base64');
