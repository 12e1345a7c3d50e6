/** Whether Transformers.js reads what `model.export` wrote, and answers as the engine does. Needs @huggingface/transformers, which is
 * installed elsewhere (with it comes onnxruntime-web, which TLC has no use for):
 *
 *     npm install --prefix ELSEWHERE @huggingface/transformers@4.3.2
 *     tlc predict MODEL texts.txt > expected.tsv
 *     node tools/reference/transformers-js.mjs ELSEWHERE FOLDER expected.tsv texts.txt [dtype ...]
 *
 * FOLDER is an export of the classifier MODEL; without a dtype, that of its config.json is taken. Prints for each how many of the
 * labels are the engine's. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';

const [elsewhere, folder, expected, texts, ...dtypes] = process.argv.slice(2);
const { env, pipeline } = createRequire(resolve(elsewhere, 'package.json'))('@huggingface/transformers');
env.allowRemoteModels = false;
env.localModelPath = `${dirname(resolve(folder))}/`;

const lines = (path) => readFileSync(path, 'utf8').trimEnd().split('\n');
const labels = lines(expected).map((line) => line.split('\t')[0]);
for (const dtype of dtypes.length > 0 ? dtypes : [undefined]) {
  const classify = await pipeline('text-classification', basename(resolve(folder)), dtype && { dtype });
  let same = 0;
  for (const [i, text] of lines(texts).entries()) if ((await classify(text))[0].label === labels[i]) same++;
  console.log(`${dtype ?? 'default'}: ${same} of ${labels.length} labels are the engine’s`);
}
