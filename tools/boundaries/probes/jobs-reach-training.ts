// as libs/jobs/src/probe.ts
// refused by @nx/enforce-module-boundaries
import { train } from '#training';

export const probe = train;
