// as libs/engine/src/probe.ts
// refused by @nx/enforce-module-boundaries
import type { Model } from '#models';

export type Probe = Model;
