// as libs/runtime/src/probe.ts
// refused by @nx/enforce-module-boundaries
import { start } from '#apps/training';

export const probe = start;
