// as libs/plugins/magnitude-pruning/src/probe.ts
// refused by @nx/enforce-module-boundaries
import plugin from '#plugins/uniform-quantization';

export const probe = plugin;
