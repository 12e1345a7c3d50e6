import { tensorOf } from '#engine';
import type { Encoding } from '#families';
import type { Parameter } from '../model.js';
import { fitGrid, type FitOptions } from './fit.js';
import { projectToGrid } from './project.js';

/**
 * A parameter held by an encoding, its values the nearest that the encoding has. The tensor is new and the caller's.
 *
 * @throws TlcError MODEL_NOT_FINITE
 */
export function encodeParameter(parameter: Parameter, encoding: Encoding): Parameter {
  const { name, role, value } = parameter;
  if (!encoding.grid) return { name, role, value: value.clone(), encoding };
  const projected = projectToGrid(value.dataSync() as Float32Array, value.shape, encoding.grid);
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
