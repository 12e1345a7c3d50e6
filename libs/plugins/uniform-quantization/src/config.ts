import { GridConfig } from '#methods';

/** Config of `uniform-quantization`. */
export class UniformQuantizationConfig extends GridConfig {}
