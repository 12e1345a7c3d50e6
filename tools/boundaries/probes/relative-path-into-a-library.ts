// as libs/models/src/probe.ts
// refused by @nx/enforce-module-boundaries
import { tf } from '../../engine/src/index.js';

export const probe = tf;
