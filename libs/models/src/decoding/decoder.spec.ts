import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beamSearch, type FoundText } from '#decoding';
import { packing, tf } from '#engine';
import { FAMILIES } from '#families';
import { batchOf, type ExpectedAnswers } from '../fixtures/expected-answers.js';
import { readModel } from '../folder/read.js';
import { disposeModel } from '../model.js';
import { weightsOf } from '../weights.js';
import { encode, logits } from '../forward.js';
import { decoderOf } from './decoder.js';
import { type DecoderState, freeState } from './state.js';
import { nextLogits } from './stepping.js';

const FOLDER = fileURLToPath(new URL('../../../families/src/families/', import.meta.url));
const expectedOf = (name: string) =>
  JSON.parse(readFileSync(join(FOLDER, name, 'expected.json'), 'utf8')) as ExpectedAnswers;

/** The fixtures of all families with a decoder, by their paths. */
const DECODERS = FAMILIES.filter(({ decode }) => decode).flatMap(({ id }) =>
  readdirSync(join(FOLDER, id, 'fixtures'))
    .map((name) => join(id, 'fixtures', name))
    .filter((name) => existsSync(join(FOLDER, name, 'expected.json'))),
);

/** The tokens of a text with its end, as Transformers has them. */
const whole = ({ tokens, ended }: FoundText, end: number) => (ended ? [...tokens, end] : tokens);

describe.each(DECODERS)('%s', (name) => {
  const expected = expectedOf(name);
  const batch = batchOf(expected);

  it.each(expected.generated!)('finds what Transformers finds: $search', async ({ search, found }) => {
    const model = await readModel(join(FOLDER, name));
    const before = tf.memory().numTensors;
    const decoder = decoderOf(weightsOf(model), model, batch);
    const texts = beamSearch(decoder, {
      beams: search.num_beams,
      lengthPenalty: search.length_penalty,
      earlyStopping: search.early_stopping,
      longest: Int32Array.from(found, () => search.max_new_tokens),
      best: search.num_return_sequences,
      shortest: search.min_new_tokens,
      noRepeat: search.no_repeat_ngram_size,
      prefix: search.forced_bos_token_id === undefined ? [] : [search.forced_bos_token_id],
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(texts.map((own) => own.map((text) => whole(text, decoder.end)))).toEqual(
      found.map((own) => own.map(({ tokens }) => tokens)),
    );
    for (const [i, own] of found.entries()) {
      own.forEach(({ score }, j) => score !== undefined && expect(texts[i][j].score).toBeCloseTo(score, 4));
    }
    disposeModel(model);
  });

  it('continues a text token by token as it does a whole one', async () => {
    const model = await readModel(join(FOLDER, name));
    const { starts, ids } = batch.target!;
    const wanted = tf.tidy(() => logits(weightsOf(model), model, batch).arraySync());
    for (const source of expected.sentences.keys()) {
      const alone = batchOf({ ...expected, sentences: [expected.sentences[source]] });
      const memory = encode(weightsOf(model), model, alone);
      const packed = packing(alone.starts);
      let state: DecoderState = {
        length: 0,
        sourceOf: Int32Array.of(0),
        packed,
        memory,
        ofSources: new Map(),
        ofTexts: [],
        slots: new Int32Array(0),
      };
      for (let row = starts[source]; row < starts[source + 1]; row++) {
        const next = nextLogits(weightsOf(model), model, state, Int32Array.of(ids[row]));
        const [own] = next.logits.arraySync() as number[][];
        own.forEach((logit, token) => expect(logit).toBeCloseTo((wanted as number[][])[row][token], 4));
        next.logits.dispose();
        // Once keys and values of the source are there, the encoder is not asked for any more
        state = { ...next.state };
      }
      tf.dispose(memory);
      freeState(state);
    }
    disposeModel(model);
  });

  it('answers the same to a source alone and among others', async () => {
    const model = await readModel(join(FOLDER, name));
    const options = { beams: 3, longest: Int32Array.from(expected.sentences, () => 8), best: 3 };
    const among = beamSearch(decoderOf(weightsOf(model), model, batch), options);
    expected.sentences.forEach((sentence, i) => {
      const alone = batchOf({ ...expected, sentences: [sentence] });
      const own = beamSearch(decoderOf(weightsOf(model), model, alone), { ...options, longest: Int32Array.of(8) });
      expect(own).toEqual([among[i]]);
    });
    disposeModel(model);
  });
});

it('an encoder continues no texts', async () => {
  const model = await readModel(join(FOLDER, 'bert/fixtures/masked-lm'));
  const batch = batchOf(expectedOf(DECODERS[0]));
  expect(() => decoderOf(weightsOf(model), model, batch)).toThrow(
    expect.objectContaining({ code: 'MODEL_WRONG_HEAD' }),
  );
  disposeModel(model);
});
