import type { Cost, Load, Scratch } from '#costs';
import type { ParameterShape, Place, Role } from '../shape.js';
import type { Counts, PartCounts } from './counts.js';
import { floatsOf, type CountedValue, type Extent } from './value.js';

/** Takes down what operations say of themselves, part by part. */
export class Ledger {
  private readonly parameters = new Map<string, ParameterShape>();
  private readonly parts: PartCounts[] = [];
  private readonly slots: Partial<Record<keyof Scratch, number>> = {};
  private columns = 0;
  private place: Place = 'embeddings';
  private names = new Set<string>();
  private readonly kept = new Map<CountedValue, number>();
  private readonly made = new Map<CountedValue, number>();
  private multiplyAdds = 0;

  constructor(readonly extent: Extent) {}

  /** A parameter that the part uses. */
  parameter(name: string, role: Role, shape: readonly number[]): void {
    this.names.add(name);
    if (!this.parameters.has(name)) this.parameters.set(name, { name, role, shape, place: this.place });
  }

  /** A new tensor. */
  make(rows: CountedValue['rows'], width: number): CountedValue {
    const value = { rows, width };
    this.made.set(value, floatsOf(value, this.extent));
    return value;
  }

  /** Keeps tensors for backward. */
  keep(...values: CountedValue[]): void {
    for (const value of values) this.kept.set(value, floatsOf(value, this.extent));
  }

  /** A tensor that is made and kept for backward beside an operation's result. */
  keepOwn(rows: CountedValue['rows'], width: number): void {
    this.keep(this.make(rows, width));
  }

  /** The batch as an operation on the rows of x sees it. */
  load(x: CountedValue): Load {
    const { length, targetLength = length } = this.extent;
    return {
      rows: floatsOf({ rows: x.rows, width: 1 }, this.extent),
      length: x.rows === 'target' ? targetLength : length,
    };
  }

  /** Takes down what an operation of the engine says that it keeps and costs.
   * @param x whose rows it works on
   * @param held its inputs and its result by the names that the cost has for them; parameters, which are there anyway, are
   * left out */
  charge(x: CountedValue, cost: Cost, held: Readonly<Record<string, CountedValue | undefined>>): void {
    const { keeps, kept, keptOnce = 0, multiplyAdds, scratch, columns = 0 } = cost;
    this.keep(...keeps.flatMap((name) => held[name] ?? []));
    // Made where somebody wants gradients only, so that it is none of what a forward pass makes
    if (kept > 0) this.keep({ rows: x.rows, width: kept });
    if (keptOnce > 0) this.keep({ rows: 1, width: keptOnce });
    this.multiplyAdds += floatsOf({ rows: x.rows, width: multiplyAdds }, this.extent);
    for (const [slot, floats] of Object.entries(scratch) as [keyof Scratch, number][]) {
      this.slots[slot] = Math.max(this.slots[slot] ?? 0, floats);
    }
    this.columns = Math.max(this.columns, columns);
  }

  /** Runs a layer as a part of its own; what came before the first one was the embeddings. */
  layer<V extends CountedValue>(name: string, input: V, body: (input: V) => V): V {
    if (this.parts.length === 0) this.end('embeddings');
    this.place = 'layers';
    const result = body(input);
    this.end(name, input);
    return result;
  }

  /** Runs reversible layers over two streams, each layer as a part of its own: what its halves keep is there while backward
   * computes them again, one at a time. */
  reversible(layers: readonly { readonly name: string; readonly halves: readonly (() => void)[] }[], x: CountedValue) {
    const stream = floatsOf(x, this.extent);
    for (const [i, { name, halves }] of layers.entries()) {
      if (this.parts.length === 0) this.end('embeddings');
      this.place = 'layers';
      let [again, made] = [0, 0];
      for (const half of halves) {
        half();
        again = Math.max(again, sum(this.kept));
        made = Math.max(made, sum(this.made));
        this.kept.clear();
        this.made.clear();
      }
      const kept = i === 0 ? 2 * stream : 0;
      // Both streams and their gradients, of which a half keeps its input; of the pass without backward, both streams and
      // the one that is made
      this.part(name, { kept, input: kept, made: made + 3 * stream, again: again + 3 * stream });
    }
    return this.make(x.rows, x.width);
  }

  /** Begins the head: where there are no layers, what came before is the embeddings. */
  top(): void {
    if (this.parts.length === 0) this.end('embeddings');
  }

  private end(name: string, input?: CountedValue): void {
    const inputFloats = input ? floatsOf(input, this.extent) : 0;
    this.part(name, { kept: sum(this.kept), made: sum(this.made) + inputFloats, input: inputFloats });
  }

  private part(name: string, floats: Pick<PartCounts, 'kept' | 'made' | 'input' | 'again'>): void {
    this.parts.push({ name, parameters: [...this.names], ...floats, multiplyAdds: this.multiplyAdds });
    this.place = 'head';
    this.names = new Set();
    this.kept.clear();
    this.made.clear();
    this.multiplyAdds = 0;
  }

  /** What was taken down: the first part is that of the embeddings, the last that of the head. */
  counts(): Counts {
    this.top();
    this.end('head');
    const [embeddings, ...others] = this.parts;
    const head = others.pop()!;
    return {
      parameters: [...this.parameters.values()],
      embeddings,
      layers: others,
      head,
      working: { slots: this.slots, columns: this.columns },
    };
  }
}

const sum = (floats: ReadonlyMap<CountedValue, number>): number => [...floats.values()].reduce((a, b) => a + b, 0);
