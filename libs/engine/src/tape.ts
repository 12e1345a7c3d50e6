import { tf, type Tensor } from './backend.js';

/** What TF.js records of an operation while somebody wants gradients. */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
  /** What the gradient needs, kept until somebody frees it. */
  readonly saved: readonly Tensor[];
  /** From the gradients of the outputs, null for one that is not needed, those of the inputs. Missing where TF.js has no gradient. */
  readonly gradient?: (dys: readonly (Tensor | null)[]) => Readonly<Record<string, () => Tensor>>;
}

/** The part of TF.js's engine that its own types keep to themselves. */
interface Recorder {
  readonly state: {
    activeTape: TapeNode[] | null;
    readonly activeScope: { readonly id: number } | null;
    readonly gradientDepth: number;
  };
  startTape(): void;
  endTape(): void;
}

const recorder = () => tf.engine() as unknown as Recorder;

/** How many gradients are being computed, one within the other. */
export const gradientDepth = (): number => recorder().state.gradientDepth;

/** The scope in which tensors are made now. */
export const currentScope = (): number | undefined => recorder().state.activeScope?.id;

/**
 * Runs a function and takes down what it computes; all that it makes is freed but its result and what the tape keeps.
 * An error passes through, and leaves nothing behind. Not to be used while another gradient is computed.
 */
export function recorded<T extends Tensor>(compute: () => T): { value: T; tape: TapeNode[] } {
  const engine = recorder();
  engine.startTape();
  try {
    const value = tf.tidy(compute);
    return { value, tape: engine.state.activeTape ?? [] };
  } catch (error) {
    for (const { saved } of engine.state.activeTape ?? []) tf.dispose([...saved]);
    throw error;
  } finally {
    engine.endTape();
    engine.state.activeTape = null;
  }
}
