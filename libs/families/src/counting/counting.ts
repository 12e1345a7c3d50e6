import type { Operations } from '../operations.js';
import type { Ledger } from './ledger.js';
import { floatsOf, type CountedValue } from './value.js';

/** The reading that counts: a value is its number of rows and its width. Each operation says which parameters it has, what
 * it keeps for backward (as the engine's kernels do), and what it multiplies. */
export function counting(ledger: Ledger): Operations<CountedValue> {
  const { extent, blocks } = ledger;
  const rowsOf = (x: CountedValue, most = Infinity) => Math.min(most, floatsOf({ rows: x.rows, width: 1 }, extent));

  const weights = (name: string, x: CountedValue, out: number, bias = true) => {
    ledger.parameter(`${name}.weight`, 'linear', [out, x.width]);
    if (bias) ledger.parameter(`${name}.bias`, 'bias', [out]);
    ledger.product(x, x.width * out);
  };
  const linear = (
    name: string,
    x: CountedValue,
    out: number,
    options: { bias?: boolean; activation?: string } = {},
  ) => {
    weights(name, x, out, options.bias);
    ledger.keep(x);
    const y = ledger.make(x.rows, out);
    // ReLU's gradient is told by its result, the others' by what comes before them
    if (options.activation === 'relu') ledger.keep(y);
    else if (options.activation) ledger.keepOwn(x.rows, out);
    const block = options.activation ? floatsOf(y, extent) : 0;
    ledger.work({ packed: x.width * out, columns: Math.max(x.width, out), block });
    return y;
  };
  const norm = (name: string, x: CountedValue, bias = true) => {
    ledger.parameter(`${name}.weight`, 'norm', [x.width]);
    if (bias) ledger.parameter(`${name}.bias`, 'norm', [x.width]);
    // Of each row the mean and the factor that gave it deviation 1
    ledger.keep(x);
    ledger.keepOwn(x.rows, 2);
    return ledger.make(x.rows, x.width);
  };
  const attention = (qkv: CountedValue, heads: number, window = Infinity) => {
    const y = ledger.make(qkv.rows, qkv.width / 3);
    ledger.keep(qkv, y);
    ledger.keepOwn(qkv.rows, heads); // the log-sum-exp of each head's scores
    ledger.product(qkv, 2 * Math.min(extent.length, window + 1) * y.width);
    return y;
  };

  return {
    embed({ tokens, positions, types }, width) {
      for (const table of [tokens, positions, types]) {
        if (table) ledger.parameter(`${table.name}.weight`, 'embedding', [table.entries, width]);
      }
      return ledger.make('tokens', width);
    },
    table({ name, entries }, width) {
      ledger.parameter(`${name}.weight`, 'embedding', [entries, width]);
      return { rows: entries, width };
    },
    linear,
    sideBySide(names, x, outs, { bias = true } = {}) {
      names.forEach((name, i) => weights(name, x, outs[i], bias));
      const out = outs.reduce((a, b) => a + b, 0);
      ledger.keep(x);
      // The matrices beside one another, with their biases, are a tensor of their own
      if (names.length > 1) ledger.keepOwn(1, (x.width + (bias ? 1 : 0)) * out);
      ledger.work({ packed: x.width * out, columns: Math.max(x.width, out) });
      return ledger.make(x.rows, out);
    },
    sinusoids: (x) => ledger.make(x.rows, x.width),
    norm: (name, x, { bias }) => norm(name, x, bias),
    dropout: (x) => ledger.make(x.rows, x.width),
    add: (x) => ledger.make(x.rows, x.width),
    addNorm(name, x, residual, { bias }) {
      ledger.keep(residual);
      return norm(name, x, bias);
    },
    attention: (qkv, { heads, window }) => attention(qkv, heads, window),
    disentangled(qkv, { heads, positionKeys, positionQueries }) {
      if (positionKeys) ledger.keep(positionKeys);
      if (positionQueries) ledger.keep(positionQueries);
      const terms = Number(positionKeys !== undefined) + Number(positionQueries !== undefined);
      ledger.product(qkv, (terms * extent.length * qkv.width) / 3);
      return attention(qkv, heads);
    },
    feedForward({ up, down, gated = false, bias = true }, x, inner) {
      const between = (gated ? 2 : 1) * inner;
      weights(up, x, between, bias);
      weights(down, { rows: x.rows, width: inner }, x.width, bias);
      ledger.keep(x);
      // What comes before the activation, and the gate: backward makes the activation again
      ledger.keep({ rows: x.rows, width: between });
      const block = rowsOf(x, blocks.feedForward) * between;
      const matrix = x.width * between;
      ledger.work({
        packed: matrix,
        packedAgain: matrix,
        columns: Math.max(x.width, between),
        block,
        blockAgain: block,
      });
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
      // The gradient of a mean needs nothing of what it is of
      if (rows !== 'mean') ledger.keep(x);
      return ledger.make(rows === 'masked' ? 'masked' : 'sentences', x.width);
    },
    unitLength(x) {
      const y = ledger.make(x.rows, x.width);
      ledger.keep(x, y);
      return y;
    },
    vocabulary(x, { name, entries }, bias) {
      ledger.parameter(`${name}.weight`, 'embedding', [entries, x.width]);
      ledger.parameter(bias, 'bias', [entries]);
      const rows = rowsOf(x);
      const words = entries * x.width;
      // The loss makes the gradients of x, of the table and of the bias from the same logits
      ledger.keep(x);
      ledger.keepOwn(x.rows, x.width);
      ledger.keepOwn(entries, x.width + 1);
      ledger.product(x, words);
      const block = rowsOf(x, blocks.logits) * entries;
      ledger.work({ packed: words, packedAgain: rows > blocks.logits ? words : 0, columns: entries, block });
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
