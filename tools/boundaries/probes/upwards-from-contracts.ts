// as libs/contracts/src/probe.ts
// refused by @nx/enforce-module-boundaries
import { TlcError } from '#engine';

export const probe = TlcError;
