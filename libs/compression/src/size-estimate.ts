import { TlcError } from '#contracts';
import { type ModelShape, operationsPerToken, weightFileBytes } from '#models';
import type { CompressionEstimate } from './plugin.js';

/** The estimate of a method that makes the file smaller and no runtime faster, from the shapes before and after.
 * @param refusal what to say, before the figures, where the file would not get smaller
 * @throws TlcError PLUGIN_REFUSED */
export function sizeEstimate(before: ModelShape, after: ModelShape, refusal: string): CompressionEstimate {
  const bytes = { before: weightFileBytes(before), after: weightFileBytes(after) };
  if (bytes.after >= bytes.before) {
    const figures = `${bytes.before} bytes before, ${bytes.after} after`;
    throw new TlcError('PLUGIN_REFUSED', `${refusal} (${figures})`, { details: bytes });
  }
  const operations = { before: operationsPerToken(before), after: operationsPerToken(after) };
  return { bytes, operations, faster: [], shape: after };
}
