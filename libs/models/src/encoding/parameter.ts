import { TlcError } from '#contracts';
import { tensorOf } from '#engine';
import { type CodebookSpec, type Encoding, specOf } from '#families';
import type { Parameter } from '../model.js';
import { fitCodebook } from './codebook/fit.js';
import { projectToCodebook } from './codebook/project.js';
import { refit } from './codebook/refit.js';
import { fitGrid, type FitOptions } from './fit.js';
import { projectToGrid } from './project.js';

/**
 * A parameter held by an encoding, its values the nearest that the encoding has. The tensor is new and the caller's.
 *
 * @throws TlcError MODEL_NOT_FINITE
 */
export function encodeParameter(parameter: Parameter, encoding: Encoding): Parameter {
  const { name, role, value } = parameter;
  const { sparse = false, grid, codebook } = encoding;
  if (!grid && !codebook) return { name, role, value: value.clone(), encoding };
  const values = value.dataSync() as Float32Array;
  const projected = codebook
    ? projectToCodebook(values, value.shape, codebook, sparse)
    : projectToGrid(values, value.shape, grid!);
  return { name, role, value: tensorOf(projected, value.shape), encoding };
}

/** A parameter on a grid that is fitted to its values; sparse if it was. The tensor is new and the caller's.
 *
 * @throws TlcError MODEL_NOT_FINITE */
export function quantizeParameter(parameter: Parameter, options: FitOptions): Parameter {
  const { value, encoding } = parameter;
  const grid = fitGrid(value.dataSync() as Float32Array, value.shape, options);
  return encodeParameter(parameter, { ...(encoding?.sparse && { sparse: true }), grid });
}

/** A parameter held by a codebook that is fitted to its values; sparse if it was. The tensor is new and the caller's.
 *
 * @throws TlcError MODEL_NOT_FINITE; CODEBOOK_OUT_OF_RANGE with the parameter's name */
export function shareParameter(parameter: Parameter, spec: CodebookSpec): Parameter {
  const { name, value, encoding } = parameter;
  const sparse = encoding?.sparse ?? false;
  try {
    const codebook = fitCodebook(value.dataSync() as Float32Array, value.shape, spec, sparse);
    return encodeParameter(parameter, { ...(sparse && { sparse }), codebook });
  } catch (error) {
    if (!(error instanceof TlcError)) throw error;
    throw new TlcError(error.code, `${name}: ${error.marked}`, { cause: error, details: { name } });
  }
}

/** A parameter whose values have been trained, held by what `before` says: a grid of the same kind that is fitted anew, or the
 * codebook moved along with the values. The tensor is new and the caller's.
 *
 * @param before how it was held; the parameter's own encoding says whether it is sparse
 * @throws TlcError MODEL_NOT_FINITE */
export function settleParameter(parameter: Parameter, { grid, codebook }: Encoding): Parameter {
  if (grid) return quantizeParameter(parameter, { ...specOf({ grid }).grid!, range: 'min-max' });
  if (!codebook) return parameter;
  const { name, role, value, encoding } = parameter;
  const sparse = encoding?.sparse ?? false;
  const moved = refit(value.dataSync() as Float32Array, value.shape, codebook, sparse);
  const held = { ...(sparse && { sparse }), codebook: moved.codebook };
  return { name, role, value: tensorOf(moved.values, value.shape), encoding: held };
}
