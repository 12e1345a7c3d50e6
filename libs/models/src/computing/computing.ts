import { TlcError } from '#contracts';
import * as engine from '#engine';
import { gradientCheckpoint, tf, type Tensor, type Tensor1D, type Tensor2D } from '#engine';
import { count, type Activation, type Operations } from '#families';
import { embed } from './embed.js';
import { kronecker } from './kronecker.js';
import { noiseAt, targetOf, type Pass } from './pass.js';
import { pick } from './pick.js';
import { scaledBy } from './scaled-by.js';
import { addSinusoids } from './sinusoids.js';

/** What a row is divided by at least. */
const LEAST_LENGTH = 1e-12;

type LayerBody = (x: Tensor2D, outside: readonly Tensor2D[]) => Tensor2D;

/** The reading that computes by the engine: a value is a tensor [rows, width].
 * @param nextParameters those of the layer that the pass comes to */
export function computing(pass: Pass, nextParameters = layerParameters(pass)): Operations<Tensor2D> {
  const { options, packed } = pass;
  // Within a layer that backward computes again, those that the tape hands out
  let weights = pass.weights;
  const matrix = (name: string) => weights(`${name}.weight`) as Tensor2D;
  const vector = (name: string) => weights(name) as Tensor1D;
  const layerOf = (name: string, bias = true) => ({ weight: matrix(name), bias: bias ? vector(`${name}.bias`) : null });
  const normOf = (name: string, bias = true) => ({
    gain: vector(`${name}.weight`),
    bias: bias ? vector(`${name}.bias`) : null,
  });

  const inputOf = (name: string, x: Tensor2D) => options.gate?.(name, x) ?? x;

  const on: Operations<Tensor2D> = {
    embed: (tables) => embed(pass, tables, matrix),
    table: ({ name }) => tf.clone(matrix(name)),
    linear(name, x, _out, { bias, activation } = {}) {
      options.observe?.(name, x);
      const layer = layerOf(name, bias);
      return engine.linear(inputOf(name, x), layer.weight, layer.bias, activation);
    },
    kronecker(name, x, sizes, { bias = true, activation } = {}) {
      const y = kronecker(on, name, inputOf(name, x), sizes);
      const added = bias ? tf.add<Tensor2D>(y, vector(`${name}.bias`)) : y;
      return activation ? engine.activate(added, activation) : added;
    },
    sideBySide(names, x, _outs, { bias } = {}) {
      for (const name of names) options.observe?.(name, x);
      const layers = names.map((name) => layerOf(name, bias));
      if (layers.length === 1) return engine.linear(x, layers[0].weight, layers[0].bias);
      // One product for all, which keep parameters of their own so that methods and files see Hugging Face's names
      const weight = tf.concat(
        layers.map((layer) => layer.weight),
        0,
      );
      const biases = layers.flatMap((layer) => (layer.bias ? [layer.bias] : []));
      return engine.linear(x, weight, biases.length > 0 ? tf.concat(biases) : null);
    },
    sinusoids: (x, how) => addSinusoids(pass, x, how),
    norm: (name, x, { epsilon, bias }) => engine.layerNorm(x, normOf(name, bias), epsilon),
    rmsNorm: (name, x, { epsilon }) => engine.rmsNorm(x, vector(`${name}.weight`), epsilon),
    dropout(x, site) {
      const noise = noiseAt(pass, site);
      return noise ? engine.dropout(x, noise) : x;
    },
    add(x, residual, site) {
      options.added?.(residual);
      return engine.addResidual(x, residual, noiseAt(pass, site));
    },
    addNorm(name, x, residual, { epsilon, bias }, site) {
      options.added?.(residual);
      return engine.addNorm(x, residual, normOf(name, bias), epsilon, noiseAt(pass, site));
    },
    attention(qkv, how) {
      options.attended?.(qkv, how.heads);
      return engine.attention(qkv, packed, how);
    },
    crossAttention: (q, kv, how) => engine.crossAttention(q, kv, packed, pass.source!, how),
    target: () => computing(targetOf(pass), nextParameters),
    disentangled(qkv, { heads, positionKeys, positionQueries, distance, logBuckets }) {
      options.attended?.(qkv, heads);
      return engine.disentangledAttention(qkv, packed, {
        heads,
        posKey: positionKeys ?? null,
        posQuery: positionQueries ?? null,
        maxDistance: distance,
        logBuckets,
      });
    },
    feedForward({ up, gate, down, gated = false, bias }, x, inner, activation) {
      if (options.observe || options.gate) {
        const between = () => {
          if (gate !== undefined)
            return gatedHalves(on.sideBySide([gate, up], x, [inner, inner], { bias }), activation);
          const first = on.linear(up, x, inner, { bias, ...(!gated && { activation }) });
          return gated ? gatedHalves(first, activation) : first;
        };
        return on.linear(down, between(), x.shape[1], { bias });
      }
      const [first, last] = [layerOf(up, bias), layerOf(down, bias)];
      if (gate !== undefined)
        return engine.gatedFeedForward(x, { gate: layerOf(gate, bias), up: first }, last, activation);
      return (gated ? engine.gatedFeedForward : engine.feedForward)(x, first, last, activation);
    },
    activate: (x, activation) => engine.activate(x, activation),
    gate: gatedHalves,
    columns: (x, kept) => tf.gather(x, [...kept], 1),
    concat: (values) => tf.concat([...values], 1),
    widthOf: ({ shape }) => shape[1],
    pick: (x, rows) => pick(pass, x, rows),
    unitLength: (x) => tf.div(x, tf.maximum(tf.norm(x, 2, 1, true), LEAST_LENGTH)),
    vocabulary: (x, { name }, { bias, scale = 1 } = {}) =>
      engine.linear(scaledBy(x, scale), matrix(name), bias === undefined ? null : vector(bias)),
    layer(_name, x, body, outside = []) {
      const names = options.gradientCheckpointing ? nextParameters() : undefined;
      const compute = () => (names ? checkpointed(names, [x, ...outside], body) : body(x, outside));
      const y = tf.tidy(() => (options.layer ? options.layer(x, compute) : compute()));
      if (y !== x) x.dispose();
      return y;
    },
    reversible(layers, x) {
      const own = layers.map(({ attention, feedForward }): engine.ReversibleLayer => {
        const names = nextParameters();
        const [first, second] = [attention, feedForward].map(
          ({ body, at }): engine.ReversibleHalf =>
            (input, given) =>
              over(names, given, () => on.dropout(body(input), at)),
        );
        return { weights: names.map(weights), first, second };
      });
      const y = tf.tidy(() => engine.reversible(x, own));
      x.dispose();
      return y;
    },
  };

  /** A layer that backward computes again. */
  function checkpointed(names: readonly string[], inputs: readonly Tensor2D[], body: LayerBody): Tensor2D {
    return gradientCheckpoint([...inputs, ...names.map(weights)], (...given) => {
      const [x, ...outside] = given.slice(0, inputs.length) as Tensor2D[];
      return over(names, given.slice(inputs.length), () => body(x, outside));
    });
  }

  /** A part of a layer over the weights that the tape hands out. */
  function over(names: readonly string[], given: readonly Tensor[], part: () => Tensor2D): Tensor2D {
    const before = weights;
    const own = new Map(names.map((name, i) => [name, given[i]]));
    weights = (name) => own.get(name) ?? missing(name);
    try {
      return part();
    } finally {
      weights = before;
    }
  }

  return on;
}

/** What lies between the products of a gated feed-forward block. */
function gatedHalves(both: Tensor2D, activation: Activation): Tensor2D {
  const [gate, open] = tf.split(both, 2, 1) as Tensor2D[];
  return tf.mul(engine.activate(gate, activation), open);
}

function missing(name: string): never {
  throw new TlcError('MODEL_MISSING_TENSOR', `The layer has no parameter ${name}.`);
}

/** The parameters of one layer after the other, each time the pass comes to one. */
function layerParameters({ model: { config, head } }: Pass): () => readonly string[] {
  let layers: readonly { readonly parameters: readonly string[] }[] | undefined;
  let next = 0;
  return () => (layers ??= count(config, head).layers)[next++].parameters;
}
