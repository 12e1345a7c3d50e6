import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Tokenizer } from 'tokenizers';
import { byteLevelTokenizer } from './byte-level.js';
import { ROBERTA_TOKENS } from './files/classes.js';
import { frame, type TokenRules } from './frame.js';
import { openTokenizer } from './open-tokenizer.js';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly text_pair?: string;
  readonly ids: number[];
}

const fixture = (path: string) => readFileSync(new URL(`./fixtures/${path}`, import.meta.url), 'utf8');
const files = (folder: string) => [fixture(`${folder}/vocab.json`), fixture(`${folder}/merges.txt`)] as const;
const casesOf = (folder: string) => JSON.parse(fixture(`${folder}/cases.json`)) as Case[];
const rules: TokenRules = {
  single: ['cls', 'A', 'sep'],
  pair: ['cls', 'A', 'sep', 'sep', 'B', 'sep'],
  secondType: 0,
};
const roberta = (addPrefixSpace = false) => {
  const json = byteLevelTokenizer(...files('roberta-base'), { names: ROBERTA_TOKENS, addPrefixSpace });
  return openTokenizer(frame(json, rules, ROBERTA_TOKENS));
};

describe('byte-level BPE', () => {
  it.each(casesOf('gpt2').map((each) => [each.name, each] as const))('gives GPT-2’s ids: %s', async (_, each) => {
    const engine = Tokenizer.fromString(byteLevelTokenizer(...files('gpt2')));
    expect((await engine.encode(each.text)).getIds()).toEqual(each.ids);
  });

  it.each(casesOf('roberta-base').map((each) => [each.name, each] as const))(
    'gives RoBERTa’s ids, special tokens included: %s',
    async (_, each) => {
      const { engine } = roberta();
      expect((await engine.encode(each.text, each.text_pair ?? null)).getIds()).toEqual(each.ids);
    },
  );

  it('has RoBERTa’s special tokens by their role, around pairs and in the text, as Transformers 5.23 has them', async () => {
    const { engine, special } = roberta();
    expect(special).toEqual({ pad: 1, unk: 3, cls: 0, sep: 2, mask: 50_264 });
    const pair = await engine.encode('A first text, and', 'its second one');
    expect(pair.getIds()).toEqual([0, 250, 78, 2788, 6, 8, 2, 2, 2629, 200, 65, 2]);
    expect(new Set(pair.getTypeIds())).toEqual(new Set([0]));
    expect((await engine.encode('Hello <mask> world')).getIds()).toEqual([0, 31_414, 50_264, 232, 2]);
  });

  it('puts a space before a text where it is told to', async () => {
    const { engine } = roberta(true);
    expect((await engine.encode('Hello')).getIds()).toEqual([0, 20_920, 2]);
    const pair = await engine.encode('A first text, and', 'its second one');
    expect(pair.getIds()).toEqual([0, 83, 78, 2788, 6, 8, 2, 2, 63, 200, 65, 2]);
  });

  it.each([
    ['no JSON', '{', 'a b', 'vocab.json is not JSON'],
    ['a list for a vocabulary', '["a"]', 'a b', 'vocab.json does not give every token its id'],
    ['an id twice', '{"a": 0, "b": 0}', 'a b', 'vocab.json gives two tokens one id'],
    ['a merge of three', '{"a": 0, "b": 1}', '#version: 0.2\na b c', 'merges.txt, line 2: is not two pieces'],
    ['a merge that is no piece', '{"a": 0, "b": 1}', 'a b', 'merges.txt, line 1: merges what vocab.json lacks'],
  ])('refuses %s', (_, vocabulary, merges, message) => {
    expect(() => byteLevelTokenizer(vocabulary, merges, {}, 'x')).toThrow(
      expect.objectContaining({ code: 'TOKENIZER_INVALID', message: expect.stringContaining(message) }),
    );
  });
});
