import {
  addNormCost,
  attentionCost,
  crossAttentionCost,
  type Cost,
  disentangledCost,
  feedForwardCost,
  gatedFeedForwardCost,
  layerNormCost,
  linearCost,
  outputHeadCost,
  rmsNormCost,
} from '#costs';
import type { Operations } from '../operations.js';
import { countKronecker } from './kronecker.js';
import type { Ledger } from './ledger.js';
import type { CountedValue } from './value.js';

/** The reading that counts: a value is its number of rows and its width. What an operation keeps for backward and what it
 * costs is what the engine's operations say of themselves (`#costs`).
 * @param text which tokens are embedded */
export function counting(ledger: Ledger, text: 'tokens' | 'target' = 'tokens'): Operations<CountedValue> {
  const weights = (name: string, inputs: number, out: number, bias = true) => {
    ledger.parameter(`${name}.weight`, 'linear', [out, inputs]);
    if (bias) ledger.parameter(`${name}.bias`, 'bias', [out]);
  };
  const normed = (name: string, x: CountedValue, bias: boolean | undefined, cost: Cost, residual?: CountedValue) => {
    ledger.parameter(`${name}.weight`, 'norm', [x.width]);
    if (bias !== false) ledger.parameter(`${name}.bias`, 'norm', [x.width]);
    ledger.charge(x, cost, { x, residual });
    return ledger.make(x.rows, x.width);
  };

  return {
    embed({ tokens, positions, types }, width) {
      for (const table of [tokens, positions, types]) {
        if (table) ledger.parameter(`${table.name}.weight`, 'embedding', [table.entries, width]);
      }
      return ledger.make(text, width);
    },
    table({ name, entries }, width) {
      ledger.parameter(`${name}.weight`, 'embedding', [entries, width]);
      return { rows: entries, width };
    },
    linear(name, x, out, { bias, activation = 'none' } = {}) {
      weights(name, x.width, out, bias);
      const y = ledger.make(x.rows, out);
      ledger.charge(x, linearCost(x.width, out, activation, ledger.load(x)), { x, y });
      return y;
    },
    kronecker: (name, x, sizes, options) => countKronecker(ledger, name, x, sizes, options),
    sideBySide(names, x, outs, { bias = true } = {}) {
      names.forEach((name, i) => weights(name, x.width, outs[i], bias));
      const out = outs.reduce((a, b) => a + b, 0);
      // The matrices beside one another, with their biases, are a tensor of their own
      if (names.length > 1) ledger.keepOwn(1, (x.width + (bias ? 1 : 0)) * out);
      ledger.charge(x, linearCost(x.width, out, 'none', ledger.load(x)), { x });
      return ledger.make(x.rows, out);
    },
    sinusoids: (x) => ledger.make(x.rows, x.width),
    norm: (name, x, { bias }) => normed(name, x, bias, layerNormCost(x.width, ledger.load(x))),
    rmsNorm: (name, x) => normed(name, x, false, rmsNormCost(x.width, ledger.load(x))),
    dropout: (x) => ledger.make(x.rows, x.width),
    add: (x) => ledger.make(x.rows, x.width),
    addNorm: (name, x, residual, { bias }) => normed(name, x, bias, addNormCost(x.width, ledger.load(x)), residual),
    attention(qkv, { heads, window, rotary, bias }) {
      const y = ledger.make(qkv.rows, qkv.width / 3);
      const buckets = bias ? ledger.load(bias.table).rows : 0;
      ledger.charge(qkv, attentionCost(y.width, { heads, window, rotary }, ledger.load(qkv), buckets), { qkv, y });
      return y;
    },
    crossAttention(q, kv, { heads }) {
      const y = ledger.make(q.rows, q.width);
      ledger.charge(q, crossAttentionCost(q.width, heads, ledger.load(kv).length), { q, kv, y });
      return y;
    },
    target: () => counting(ledger, 'target'),
    disentangled(qkv, { heads, positionKeys, positionQueries }) {
      const y = ledger.make(qkv.rows, qkv.width / 3);
      const [posKey, posQuery] = [positionKeys, positionQueries].filter((table) => table !== undefined);
      const positions = posKey ? ledger.load(posKey).rows : 0;
      const tables = Number(posKey !== undefined) + Number(posQuery !== undefined);
      const cost = disentangledCost(y.width, { heads }, positions, tables, ledger.load(qkv));
      ledger.charge(qkv, cost, { qkv, y, posKey, posQuery });
      return y;
    },
    feedForward({ up, gate, down, gated = false, bias = true }, x, inner) {
      if (gate !== undefined) weights(gate, x.width, inner, bias);
      weights(up, x.width, (gated ? 2 : 1) * inner, bias);
      weights(down, inner, x.width, bias);
      const costOf = gated || gate !== undefined ? gatedFeedForwardCost : feedForwardCost;
      ledger.charge(x, costOf(x.width, inner, ledger.load(x)), { x });
      return ledger.make(x.rows, x.width);
    },
    activate(x) {
      const y = ledger.make(x.rows, x.width);
      ledger.keep(y);
      return y;
    },
    gate(both) {
      ledger.keep(both);
      return ledger.make(both.rows, both.width / 2);
    },
    concat: (values) =>
      ledger.make(
        values[0].rows,
        values.reduce((sum, { width }) => sum + width, 0),
      ),
    columns: (x, kept) => ledger.make(x.rows, kept.length),
    widthOf: ({ width }) => width,
    pick(x, rows) {
      ledger.top();
      // The gradient of a mean needs nothing of what it is of
      if (rows !== 'mean') ledger.keep(x);
      return ledger.make(rows === 'masked' ? 'masked' : 'sentences', x.width);
    },
    unitLength(x) {
      const y = ledger.make(x.rows, x.width);
      ledger.keep(x, y);
      return y;
    },
    vocabulary(x, { name, entries }, { bias, scale = 1 } = {}) {
      ledger.parameter(`${name}.weight`, 'embedding', [entries, x.width]);
      if (bias !== undefined) ledger.parameter(bias, 'bias', [entries]);
      if (scale !== 1) x = ledger.make(x.rows, x.width);
      ledger.charge(x, outputHeadCost(x.width, entries, ledger.load(x)), { x });
      return { rows: x.rows, width: entries };
    },
    layer: (name, x, body, outside = []) => ledger.layer(name, x, (input) => body(input, outside)),
    reversible(layers, x) {
      const stream = (): CountedValue => ({ ...x });
      return ledger.reversible(
        layers.map(({ name, attention, feedForward }) => ({
          name,
          halves: [attention, feedForward].map(
            ({ body }) =>
              () =>
                body(stream()),
          ),
        })),
        x,
      );
    },
  };
}
