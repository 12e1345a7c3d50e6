import type { ConfigClass, MethodFinetuneConfig, PlainConfig } from '#contracts';
import type { ModelShape } from '#families';
import type { CompressionKind } from './kind.js';

/** What a config will make of a model, from shapes alone. Bytes, operations and memory follow from the shapes by counting:
 * no method computes them itself. */
export interface CompressionPlan {
  /** The shapes that result: parameters, and how files hold each. */
  readonly shape: ModelShape;
  /** Whether `shape` is the largest that may result: which heads and neurons stay, and how small forms come out, the weights
   * or the data decide. */
  readonly atMost?: boolean;
  /** Whether the file may come out smaller than that of `shape`, too. */
  readonly bytesAtMost?: boolean;
  /** Where parts of the model are removed: the shapes that are left of it, under the names that they will have. What the
   * method undoes is told by it. */
  readonly left?: ModelShape;
  /** Whether it may leave the model as large as it is: what it gains is that the model answers better, as a larger one does. */
  readonly keepsSize?: boolean;
  /** Runtimes that gain speed by it, though they do not compute less. */
  readonly faster?: readonly string[];
  /** Seconds of wall clock that the config allows it, where it says. */
  readonly seconds?: number;
  /** From when on the method makes a model smaller: said where it would not. */
  readonly limits?: string;
}

/** What a method does with data: look at activations, or train. */
export interface PluginNeeds {
  readonly calibration?: boolean;
  /** Whether it learns from a teacher. */
  readonly teacher?: boolean;
  /** Whether it rewinds weights to those of an earlier state of the model. */
  readonly rewind?: boolean;
  /** How it trains, where it does: what the prediction of its memory needs to know. */
  readonly training?: MethodFinetuneConfig;
}

/** A compression method as far as planning asks it: all of a plugin but what it does. */
export interface CompressionMethod<C extends object = object> {
  readonly id: string;
  /** Part of the recipe: a new version computes again. */
  readonly version: string;
  readonly kind: CompressionKind;
  /** One or two sentences, with the paper. */
  readonly description: string;
  readonly config: ConfigClass<C>;
  /** The smallest config that shows it works: the conformance test runs it. */
  readonly example: PlainConfig<C>;
  /** The key that says how much it compresses, and whether more of it is stronger: what a search for a target sets, within the
   * range that the key has. */
  readonly strength?: { readonly key: string; readonly stronger: 'more' | 'less' };
  /** What data a config asks for; absent: none. A step without that data is refused before anything is computed. */
  needs?(config: C): PluginNeeds;
  /** Looks at the teacher that a step names, from shapes alone, before anything is computed.
   * @throws TlcError PLUGIN_REFUSED with the reason where the model cannot learn from it; LABELS_UNMATCHED */
  checkTeacher?(shape: ModelShape, teacher: ModelShape, config: C): void;
  /** What will result.
   * @throws TlcError PLUGIN_REFUSED with the reason where the method cannot be applied to the model */
  plan(shape: ModelShape, config: C): CompressionPlan;
}
