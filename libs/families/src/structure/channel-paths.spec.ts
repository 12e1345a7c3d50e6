import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { FAMILIES } from '../registry.js';
import { channelPaths } from './channel-paths.js';
import type { ChannelPath } from './channel-trace.js';

const pathsOf = (id: string, architecture: object = {}): readonly ChannelPath[] => {
  const family = FAMILIES.find((one) => one.id === id)!;
  const asked = checkConfig(family.architecture, { family: id, layers: 2, hidden_size: 24, heads: 3, ...architecture });
  const config = family.newConfig(asked, { size: 50, pad: 0 });
  const kind = family.decode ? 'seq2seq-lm' : 'classification';
  return channelPaths(config, { kind, labels: ['0', '1'] } as never);
};

const readable = (paths: readonly ChannelPath[]) =>
  paths.map(({ source, targets }) => {
    const rows = source.kind === 'linear' ? `[${source.from}..${source.to}]` : '';
    return `${source.name}${rows} > ${targets.join(', ')}`;
  });

describe('channels whose scale is free', () => {
  it('are the values of attention alone, where the residual has what norms give', () => {
    expect(readable(pathsOf('bert'))).toEqual(
      [0, 1].map((i) => {
        const at = `bert.encoder.layer.${i}.attention`;
        return `${at}.self.value[0..24] > ${at}.output.dense`;
      }),
    );
  });

  it('are those of norms before the sub-layers, too', () => {
    const of = readable(pathsOf('roberta-prelayernorm'));
    const at = 'roberta_prelayernorm.encoder.layer.1';
    const queries = ['query', 'key', 'value'].map((part) => `${at}.attention.self.${part}`).join(', ');
    expect(of).toContain(`${at}.attention.LayerNorm > ${queries}`);
    expect(of).toContain(`${at}.intermediate.LayerNorm > ${at}.intermediate.dense`);
    expect(of).toContain(`${at}.attention.self.value[0..24] > ${at}.attention.output.dense`);
    expect(of).toHaveLength(6);
  });

  it('are rows of a product that makes queries, keys and values, and the open half of a gated one', () => {
    const of = readable(pathsOf('modernbert', { ffn_size: 32 }));
    expect(of).toContain('model.layers.1.attn.Wqkv[48..72] > model.layers.1.attn.Wo');
    expect(of).toContain('model.layers.1.mlp.Wi[32..64] > model.layers.1.mlp.Wo');
    expect(of).toContain('model.layers.1.attn_norm > model.layers.1.attn.Wqkv');
    // The residual of the first layer is what the norm of the embeddings gives
    expect(of.some((path) => path.startsWith('model.embeddings.norm'))).toBe(false);
  });

  it('reach from the end of an encoder to the keys and values of all of a decoder’s layers', () => {
    const of = readable(pathsOf('t5', { decoder_layers: 2 }));
    const keys = [0, 1].flatMap((i) => ['k', 'v'].map((part) => `decoder.block.${i}.layer.1.EncDecAttention.${part}`));
    expect(of).toContain(`encoder.final_layer_norm > ${keys.join(', ')}`);
    expect(of).toContain(
      'decoder.block.1.layer.1.EncDecAttention.v[0..24] > decoder.block.1.layer.1.EncDecAttention.o',
    );
    expect(of.some((path) => path.startsWith('decoder.final_layer_norm'))).toBe(false);
  });

  it('are one for layers that share their parameters', () => {
    const layer = 'albert.encoder.albert_layer_groups.0.albert_layers.0.attention';
    expect(readable(pathsOf('albert')).filter((path) => path.includes('layer_groups'))).toEqual([
      `${layer}.value[0..24] > ${layer}.dense`,
    ]);
  });
});
