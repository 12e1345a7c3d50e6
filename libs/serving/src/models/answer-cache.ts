import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Answers that were given, by model and by what was asked, up to a limit of bytes: those asked for least recently go out
 * first. */
export interface AnswerCache {
  /** @param asked what was asked, as JSON can say it @returns what `set` was given for the same */
  get(model: string, asked: object): object | undefined;
  /** @param bytes that the answer takes */
  set(model: string, asked: object, answer: object, bytes: number): void;
  readonly bytes: number;
}

/** What an entry takes besides its answer: its key, its node and its buffer, roughly. */
const ENTRY = 300;

/** @param bytes that all answers may take; with 0 none are kept */
export function createAnswerCache(bytes: number): AnswerCache {
  const cache = bytes > 0 ? new LRUCache<string, object>({ maxSize: bytes }) : undefined;
  return {
    get: (model, asked) => cache?.get(keyOf(model, asked)),
    set: (model, asked, answer, bytes) => void cache?.set(keyOf(model, asked), answer, { size: ENTRY + bytes }),
    get bytes() {
      return cache?.calculatedSize ?? 0;
    },
  };
}

/** JSON, so that no text and pair can look like another text. */
const keyOf = (model: string, asked: object): string =>
  createHash('sha256')
    .update(JSON.stringify([model, asked]))
    .digest('base64');
