import { TlcError } from '#contracts';
import type { ModelShape } from '#families';
import { type CompressionPlan, channelPathsOf, gridsOf, planOfGrids } from '#methods';
import type { SmoothQuantConfig } from './config.js';

/** The files of `uniform-quantization`: the factors are in weights and norms.
 * @throws TlcError PLUGIN_REFUSED where no channels may have other scales */
export function plan(shape: ModelShape, config: SmoothQuantConfig): CompressionPlan {
  if (channelPathsOf(shape, gridsOf(shape, config)).length === 0) {
    const message =
      'no linear layer that it quantizes has inputs whose ranges could pass into what comes before them: use uniform-quantization';
    throw new TlcError('PLUGIN_REFUSED', message);
  }
  return planOfGrids(shape, config);
}
