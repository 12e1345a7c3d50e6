import { TlcError } from '#contracts';
import { readSafetensors } from '#artifacts';
import { tf, type Tensor } from '#engine';
import type { TrainingState } from '../state.js';
import { digestOf } from './write-checkpoint.js';

/** A checkpoint in memory; its tensors are the reader's to dispose. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly tensors: Map<string, Tensor>;
}

/** Reads a checkpoint.
 * @param identity of the training that wants to go on
 * @throws TlcError FILE_MISSING where there is none; CHECKPOINT_INVALID where it is broken or of another training */
export async function readCheckpoint(path: string, identity: string): Promise<Checkpoint> {
  const invalid = (problem: string, cause?: unknown) =>
    new TlcError('CHECKPOINT_INVALID', `${path}: ${problem}`, { cause, details: { path } });
  const content = await readSafetensors(path).catch((error: unknown) => {
    if (error instanceof TlcError && error.code === 'FILE_MISSING') throw error;
    throw invalid((error as Error).message, error);
  });
  const facts = factsOf(content.metadata.training);
  if (!facts) throw invalid('it does not say what it is a checkpoint of');
  if (facts.identity !== identity) throw invalid('it belongs to a training with other data, config, seed or weights');
  const stored = [...content.tensors].map(([name, { data }]) => ({ name, data: () => data }));
  if (facts.digest !== digestOf(stored)) throw invalid('its data is not what was written');
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data }] of content.tensors) {
    tensors.set(name, tf.tensor(data as Float32Array | Int32Array, [...shape], dtype === 'I32' ? 'int32' : 'float32'));
  }
  return { state: facts.state, tensors };
}

interface Facts {
  readonly identity: string;
  readonly digest: string;
  readonly state: TrainingState;
}

function factsOf(json: string | undefined): Facts | undefined {
  try {
    const facts = JSON.parse(json ?? '') as Partial<Facts>;
    return facts.identity && facts.digest && facts.state ? (facts as Facts) : undefined;
  } catch {
    return undefined;
  }
}
