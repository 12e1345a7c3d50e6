import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A server that has not begun to answer by then is taken for unreachable. */
const ANSWER_MS = 20_000;

/** @param {string} path bytes, 0 where there is no such file */
export async function sizeOf(path) {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/**
 * Fetches a URL into `target`, continuing what an earlier fetch left there where the server can.
 *
 * @param {string} url
 * @param {string} target
 * @param {import('./progress.mjs').Step} step
 */
export async function fetchUrl(url, target, step) {
  let have = await sizeOf(target);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`no answer in ${ANSWER_MS / 1000} s`)), ANSWER_MS);
  const headers = have > 0 ? { range: `bytes=${have}-` } : undefined;
  const answer = await fetch(url, { headers, signal: abort.signal }).finally(() => clearTimeout(timer));
  // 416: nothing is left to send.
  if (answer.status === 416) return;
  if (!answer.ok || !answer.body) throw new Error(`the server answered ${answer.status}`);
  if (answer.status !== 206) have = 0;
  const total = have + Number(answer.headers.get('content-length') ?? 0);
  const body = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (answer.body));
  body.on('data', (chunk) => {
    have += chunk.length;
    step.detail(percentage(have, total));
  });
  await pipeline(body, createWriteStream(target, { flags: answer.status === 206 ? 'a' : 'w' }));
}

/** @param {number} have bytes @param {number} total bytes, 0 when unknown */
export function percentage(have, total) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  if (total <= 0) return `${megabytes(have)} MB`;
  return `${megabytes(have)} of ${megabytes(total)} MB, ${Math.floor((100 * have) / total)} %`;
}
