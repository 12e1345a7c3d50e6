import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { FAMILIES, type Head } from '#families';
import { cutShape } from '#methods';
import {
  type Cut,
  type Model,
  createModel,
  disposeModel,
  layerParts,
  mapParameters,
  modelShape,
  quantizeParameter,
  shapeOf,
} from '#models';
import { cutModel } from './cut-model.js';

const HEAD = { kind: 'classification', labels: ['no', 'yes'] } as const;

function modelOf(id: string, head: Head = HEAD, more: object = {}): Model {
  const family = FAMILIES.find((one) => one.id === id)!;
  const architecture = { family: id, layers: 3, hidden_size: 6, heads: 3, ffn_size: 4, max_positions: 16, ...more };
  return createModel(family.newConfig(checkConfig(family.architecture, architecture), { size: 30, pad: 0 }), head, 1);
}

/** The values of a weight, row by row. */
const rowsOf = (model: Model, name: string) => model.parameters.get(name)!.value.arraySync() as number[][];

const pick = <T>(list: readonly T[], indices: readonly number[]) => indices.map((index) => list[index]);

describe('a cut', () => {
  it('takes rows and columns of what hangs together, and moves layers up', () => {
    const model = modelOf('bert');
    const before = 'bert.encoder.layer.2';
    const after = 'bert.encoder.layer.1';
    const cut = { layers: [0, 2], heads: { [before]: [0, 2] }, neurons: { [before]: [1, 3] } };
    const result = cutModel(model, cut);
    const columns = [0, 1, 4, 5];
    for (const part of ['query', 'key', 'value']) {
      const name = `attention.self.${part}.weight`;
      expect(rowsOf(result, `${after}.${name}`)).toEqual(pick(rowsOf(model, `${before}.${name}`), columns));
    }
    const out = 'attention.output.dense.weight';
    expect(rowsOf(result, `${after}.${out}`)).toEqual(
      rowsOf(model, `${before}.${out}`).map((row) => pick(row, columns)),
    );
    const up = 'intermediate.dense.weight';
    expect(rowsOf(result, `${after}.${up}`)).toEqual(pick(rowsOf(model, `${before}.${up}`), [1, 3]));
    expect(result.config).toEqual({
      ...model.config,
      num_hidden_layers: 2,
      structure: { heads: { [after]: [0, 2] }, inner: { [after]: 2 } },
    });
    expect(modelShape(result).parameters).toEqual(shapeOf(result.config, HEAD).parameters);
    disposeModel(model);
    disposeModel(result);
  });

  it('takes both halves of a gated block, and the heads of q, k and v in one', () => {
    const model = modelOf('modernbert');
    const layer = 'model.layers.1';
    const result = cutModel(model, { heads: { [layer]: [1] }, neurons: { [layer]: [0, 3] } });
    const [qkv, up] = [`${layer}.attn.Wqkv.weight`, `${layer}.mlp.Wi.weight`];
    expect(rowsOf(result, qkv)).toEqual(pick(rowsOf(model, qkv), [2, 3, 8, 9, 14, 15]));
    expect(rowsOf(result, up)).toEqual(pick(rowsOf(model, up), [0, 3, 4, 7]));
    disposeModel(model);
    disposeModel(result);
  });

  it('takes the rows of a gate that is a layer of its own; the decoder, and what all layers share, stay', () => {
    const head = { kind: 'seq2seq-lm' } as const;
    const model = modelOf('t5', head, { feed_forward: 'gated-gelu' });
    const [before, after] = ['encoder.block.1', 'encoder.block.0'];
    const result = cutModel(model, { layers: [1], neurons: { [before]: [0, 3] } });
    for (const part of ['wi_0', 'wi_1']) {
      const name = `layer.1.DenseReluDense.${part}.weight`;
      expect(rowsOf(result, `${after}.${name}`)).toEqual(pick(rowsOf(model, `${before}.${name}`), [0, 3]));
    }
    const positions = 'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight';
    expect(rowsOf(result, positions)).toEqual(rowsOf(model, positions));
    // Its config has one width for encoder and decoder
    expect(result.config).toEqual({ ...model.config, num_layers: 1, structure: { inner: { [after]: 2 } } });
    expect(modelShape(result).parameters).toEqual(shapeOf(result.config, head).parameters);
    disposeModel(model);
    disposeModel(result);
  });

  it('is counted from shapes as it is made, for every family; grids stay where nothing was cut', () => {
    const before = tf.memory().numTensors;
    for (const { id } of FAMILIES.filter(({ heads, isStatic }) => heads.classification && !isStatic)) {
      const dense = modelOf(id);
      const model = mapParameters(dense, (parameter) =>
        parameter.role === 'linear'
          ? quantizeParameter(parameter, { bits: 8, granularity: 'channel', symmetric: true })
          : parameter,
      );
      const [{ name: layer }] = layerParts(model.config);
      const result = cutModel(model, { heads: { [layer]: [0, 2] } });
      const { shape } = cutShape(modelShape(model), { heads: { [layer]: [0, 1] } });
      expect(shape.parameters).toEqual(modelShape(result).parameters);
      expect(shape.parameters.some(({ encoding }) => encoding?.grid)).toBe(true);
      for (const one of [dense, model, result]) disposeModel(one);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[Cut, string]>([
    [{ layers: [0, 3] }, 'layers: [0, 3], expected one or more numbers below 3, rising'],
    [{ layers: [] }, 'layers: []'],
    [{ heads: { 'bert.pooler': [0] } }, 'heads of bert.pooler, which is no layer'],
    [{ heads: { 'bert.encoder.layer.0': [1, 1] } }, 'heads of bert.encoder.layer.0: [1, 1]'],
    [{ neurons: { 'bert.encoder.layer.0': [4] } }, 'below 4'],
  ])('that cannot be is a defect of the method: %j', (cut, message) => {
    const model = modelOf('bert');
    expect(() => cutModel(model, cut)).toThrow(
      expect.objectContaining({ code: 'PLUGIN_WRONG_RESULT', message: expect.stringContaining(message) }),
    );
    disposeModel(model);
  });
});
