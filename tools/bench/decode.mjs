#!/usr/bin/env node
/**
 * Sentences that a translation model translates in a second by beams of 5, tokenizing and putting together counted:
 * `node tools/bench/decode.mjs --model DIR --file FILE --rounds 3`. Prints one line of JSON.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { peakMemory, quantile } from './measure.mjs';

const { values } = parseArgs({
  options: { model: { type: 'string' }, file: { type: 'string' }, rounds: { type: 'string', default: '3' } },
});
const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { openTranslator } = await lib('serving');
const { engineInfo } = await lib('engine');

const texts = (await readFile(values.file, 'utf8')).split('\n').slice(0, -1);
const translator = await openTranslator(values.model);
const { signal } = new AbortController();
const seconds = [];
let found;
// The first one warms up
for (let round = 0; round <= Number(values.rounds); round++) {
  const start = performance.now();
  ({ translations: found } = await translator.translate(texts, { beams: 5, best: 1, lengthPenalty: 1, signal }));
  if (round > 0) seconds.push((performance.now() - start) / 1000);
}
translator.close();
console.log(
  JSON.stringify({
    engine: engineInfo(),
    sentences_per_s: Number((texts.length / quantile(seconds, 0.5)).toPrecision(4)),
    peak_memory_mb: peakMemory(),
    translations: found.map(([{ text }]) => text),
  }),
);
