import type { Extent } from './value.js';

/** A batch of one token, for what does not depend on how large a batch is. */
export const ONE: Extent = { tokens: 1, sentences: 1, masked: 1, length: 1 };
