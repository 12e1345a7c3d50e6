// as libs/methods/src/probe.ts
// refused by @nx/enforce-module-boundaries
import { tf } from '#engine';

export const probe = tf;
