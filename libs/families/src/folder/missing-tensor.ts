import { TlcError } from '#contracts';

/** The error for a tensor that a folder does not have. */
export const missingTensor = (tensor: string, path: string): TlcError =>
  new TlcError('MODEL_MISSING_TENSOR', `${path} lacks the tensor ${tensor}.`, { details: { path, tensor } });
