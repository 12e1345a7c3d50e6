import type { CountedValue } from '../counting/value.js';

/** What gives channels: a norm, by its gain and bias, or rows `from` to `to` - 1 of a linear layer. */
export type ChannelSource =
  | { readonly kind: 'norm'; readonly name: string }
  | { readonly kind: 'linear'; readonly name: string; readonly from: number; readonly to: number };

/** Channels that a model could have in any scale: what their source divides them by, the linear layers that get them, and nothing
 * else does, can multiply their columns by, and the model computes the same. */
export interface ChannelPath {
  readonly source: ChannelSource;
  /** Linear layers whose columns the channels are, all of one input. */
  readonly targets: readonly string[];
}

/** A source with all that uses it. */
interface Traced {
  readonly source: ChannelSource;
  readonly targets: Set<string>;
  /** Whether something else than linear layers uses it. */
  leaks: boolean;
}

/** Who uses what: by the names of sources and linear layers, so that layers which share parameters are one. */
export class Trace {
  private readonly sources = new Map<string, Traced>();
  private readonly inputs = new Map<string, Set<Traced | undefined>>();
  /** Whose channels a value is. */
  private readonly carried = new Map<CountedValue, Traced>();
  /** Whose values the queries, keys and values beside one another have. */
  private readonly attended = new Map<CountedValue, Traced>();

  sourceOf(source: ChannelSource): Traced {
    const known = this.sources.get(source.name) ?? { source, targets: new Set(), leaks: false };
    this.sources.set(source.name, known);
    return known;
  }

  carry(value: CountedValue, traced: Traced | undefined): CountedValue {
    if (traced) this.carried.set(value, traced);
    return value;
  }

  /** Takes down that a value is what comes out of a product whose rows `source` are values of attention. */
  attend(value: CountedValue, source: ChannelSource): CountedValue {
    this.attended.set(value, this.sourceOf(source));
    return value;
  }

  /** The context of attention to what has these values. */
  context(of: CountedValue, context: CountedValue): CountedValue {
    return this.carry(context, this.attended.get(of));
  }

  /** The same channels, in another tensor. */
  same(from: CountedValue, to: CountedValue): CountedValue {
    return this.carry(to, this.carried.get(from));
  }

  use(linear: string, x: CountedValue): void {
    this.uses(linear, this.carried.get(x));
  }

  uses(linear: string, traced: Traced | undefined): void {
    this.inputs.set(linear, (this.inputs.get(linear) ?? new Set()).add(traced));
    traced?.targets.add(linear);
  }

  leak(...values: readonly (CountedValue | undefined)[]): void {
    for (const value of values) {
      const traced = value && this.carried.get(value);
      if (traced) traced.leaks = true;
    }
  }

  paths(): readonly ChannelPath[] {
    return [...this.sources.values()]
      .filter(({ leaks, targets }) => !leaks && targets.size > 0)
      .filter(({ targets }) => [...targets].every((target) => this.inputs.get(target)!.size === 1))
      .map(({ source, targets }) => ({ source, targets: [...targets] }));
  }
}
