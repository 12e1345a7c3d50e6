// as libs/pipelines/src/probe.ts
// refused by @nx/enforce-module-boundaries
import compress from '#operations/compress';

export const probe = compress;
