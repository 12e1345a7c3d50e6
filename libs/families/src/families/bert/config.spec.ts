import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { architectureClass, newConfig } from '../../new-config.js';
import { readConfig } from '../../read-config.js';

const read = (settings: Record<string, unknown>) => readConfig({ model_type: 'bert', ...settings }, 'config.json');

describe('reading config.json', () => {
  it('fills in what Transformers would', () => {
    // transformers 5.23.0, BertConfig()
    expect(read({})).toEqual({
      model_type: 'bert',
      vocab_size: 30522,
      hidden_size: 768,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      intermediate_size: 3072,
      hidden_act: 'gelu',
      hidden_dropout_prob: 0.1,
      attention_probs_dropout_prob: 0.1,
      max_position_embeddings: 512,
      type_vocab_size: 2,
      initializer_range: 0.02,
      layer_norm_eps: 1e-12,
      pad_token_id: 0,
    });
  });

  it('takes settings that change nothing here, and null for what is left out', () => {
    const settings = {
      use_cache: true,
      position_embedding_type: 'absolute',
      is_decoder: false,
      classifier_dropout: null,
    };
    expect(read({ ...settings, pad_token_id: null })).toEqual(read({}));
  });

  it('keeps a dropout of the classifier', () => {
    expect(read({ classifier_dropout: 0.3 })).toMatchObject({ classifier_dropout: 0.3 });
  });

  it.each([
    ['model_type', 'gpt2'],
    ['model_type', undefined],
    ['position_embedding_type', 'relative_key'],
    ['hidden_act', 'mish'],
    ['is_decoder', true],
    ['add_cross_attention', true],
    ['tie_word_embeddings', false],
  ])('refuses %s %p, naming it', (setting, value) => {
    const refusal = expect.objectContaining({ code: 'MODEL_UNSUPPORTED', message: expect.stringContaining(setting) });
    expect(() => read({ [setting]: value })).toThrow(refusal);
  });

  it.each([
    ['hidden_size', 0],
    ['hidden_size', '768'],
    ['hidden_size', 768.5],
    ['num_hidden_layers', 1e9],
    ['num_attention_heads', 7],
    ['layer_norm_eps', -1],
    ['hidden_dropout_prob', 1],
    ['vocab_size', {}],
    ['classifier_dropout', 2],
  ])('refuses %s %p as a value that cannot be', (setting, value) => {
    const refusal = expect.objectContaining({
      code: 'MODEL_CONFIG_INVALID',
      message: expect.stringContaining(setting),
    });
    expect(() => read({ [setting]: value })).toThrow(refusal);
  });
});

describe('the config of a new model', () => {
  it('has the architecture’s shape, and a feed-forward size of 4 times the hidden size by default', () => {
    const architecture = checkConfig(architectureClass(), { layers: 3, hidden_size: 48, heads: 4, max_positions: 64 });
    const config = newConfig(architecture, { size: 100, pad: 3 });
    expect(config).toMatchObject({
      vocab_size: 100,
      hidden_size: 48,
      num_hidden_layers: 3,
      num_attention_heads: 4,
      intermediate_size: 192,
      max_position_embeddings: 64,
      hidden_dropout_prob: 0.1,
      pad_token_id: 3,
    });
    expect(readConfig({ ...config }, 'config.json')).toEqual(config);
  });
});
