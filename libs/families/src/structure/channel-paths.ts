import { counting } from '../counting/counting.js';
import { Ledger } from '../counting/ledger.js';
import { ONE } from '../counting/of-one-token.js';
import type { CountedValue } from '../counting/value.js';
import { declared } from '../declared.js';
import type { ModelConfig } from '../family.js';
import type { Head } from '../head.js';
import type { Operations } from '../operations.js';
import { familyOf } from '../registry.js';
import { type ChannelPath, Trace } from './channel-trace.js';

/** The reading that sees which channels pass from a norm, from the values of attention, or from the first product of a
 * feed-forward block (a gated one, or one of ReLU: a positive factor passes both) to linear layers alone: the scales that Xiao et
 * al. (2023, arXiv 2211.10438, section 4) and Lin et al. (2024, arXiv 2306.00978, section 3.2) fold into what comes before.
 * Where norms follow the sub-layers, as BERT's do, the residual uses what they give, too, and none of them is a source. */
export function channelPaths(config: ModelConfig, head: Head): readonly ChannelPath[] {
  const trace = new Trace();
  const result = declared(tracing(counting(new Ledger(ONE)), trace), familyOf(config), config, head);
  trace.leak(result);
  return trace.paths();
}

function tracing(counted: Operations<CountedValue>, trace: Trace): Operations<CountedValue> {
  /** An operation whose result is of other channels. */
  const ending =
    <A extends readonly unknown[]>(operation: (x: CountedValue, ...others: A) => CountedValue) =>
    (x: CountedValue, ...others: A): CountedValue => {
      trace.leak(x);
      return operation(x, ...others);
    };
  const normed = (name: string, y: CountedValue) => trace.carry(y, trace.sourceOf({ kind: 'norm', name }));
  return {
    ...counted,
    linear(name, x, out, options) {
      trace.use(name, x);
      const y = counted.linear(name, x, out, options);
      const { times = 1 } = options ?? {};
      return times === 1 ? y : trace.attend(y, { kind: 'linear', name, from: out - out / times, to: out });
    },
    kronecker(name, x, sizes, options) {
      trace.leak(x);
      return counted.kronecker(name, x, sizes, options);
    },
    sideBySide(names, x, outs, options) {
      for (const name of names) trace.use(name, x);
      const [name, to] = [names.at(-1)!, outs.at(-1)!];
      return trace.attend(counted.sideBySide(names, x, outs, options), { kind: 'linear', name, from: 0, to });
    },
    norm(name, x, how) {
      trace.leak(x);
      return normed(name, counted.norm(name, x, how));
    },
    rmsNorm(name, x, how) {
      trace.leak(x);
      return normed(name, counted.rmsNorm(name, x, how));
    },
    addNorm(name, x, residual, how, site) {
      trace.leak(x, residual);
      return normed(name, counted.addNorm(name, x, residual, how, site));
    },
    add(x, residual, site) {
      trace.leak(x, residual);
      return counted.add(x, residual, site);
    },
    dropout: (x, at) => trace.same(x, counted.dropout(x, at)),
    attention(qkv, how) {
      trace.leak(how.bias?.table);
      return trace.context(qkv, counted.attention(qkv, how));
    },
    crossAttention(q, kv, how) {
      trace.leak(q);
      return trace.context(kv, counted.crossAttention(q, kv, how));
    },
    disentangled(qkv, how) {
      trace.leak(how.positionKeys, how.positionQueries);
      return trace.context(qkv, counted.disentangled(qkv, how));
    },
    feedForward(layers, x, inner, activation) {
      const { up, gate, down, gated = false } = layers;
      for (const name of gate === undefined ? [up] : [gate, up]) trace.use(name, x);
      const passes = gated || gate !== undefined || activation === 'relu';
      const from = gated ? inner : 0;
      trace.uses(down, passes ? trace.sourceOf({ kind: 'linear', name: up, from, to: from + inner }) : undefined);
      return counted.feedForward(layers, x, inner, activation);
    },
    target: () => tracing(counted.target(), trace),
    sinusoids: ending(counted.sinusoids),
    activate: ending(counted.activate),
    gate: ending(counted.gate),
    columns: ending(counted.columns),
    pick: ending(counted.pick),
    unitLength: ending(counted.unitLength),
    vocabulary: ending(counted.vocabulary),
    reversible: (layers, x) => {
      trace.leak(x);
      return counted.reversible(layers, x);
    },
    concat(values) {
      trace.leak(...values);
      return counted.concat(values);
    },
  };
}
