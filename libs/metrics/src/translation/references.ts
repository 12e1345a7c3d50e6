import { TlcError } from '#contracts/light';

/** A reference segment; null where a segment has fewer references than others. An empty string is a reference. */
export type Reference = string | null | undefined;

/** Streams of references, each with one for every hypothesis. */
export type References = readonly (readonly Reference[])[];

/** @throws TlcError FILE_EMPTY, REFERENCE_MISSING, TEXT_LENGTH_MISMATCH with both numbers */
export function checkStreams(hypotheses: readonly string[], references: References): void {
  if (hypotheses.length === 0) throw new TlcError('FILE_EMPTY', 'There are no hypotheses to measure.');
  if (references.length === 0) throw new TlcError('REFERENCE_MISSING', 'There is no reference to measure against.');
  for (const [number, stream] of references.entries()) {
    if (stream.length === hypotheses.length) continue;
    throw new TlcError(
      'TEXT_LENGTH_MISMATCH',
      `There are ${hypotheses.length} hypotheses, but ${stream.length} segments in reference ${number + 1}.`,
      { details: { hypotheses: hypotheses.length, references: stream.length, reference: number + 1 } },
    );
  }
}

/** The references of a segment.
 * @throws TlcError REFERENCE_MISSING if there is none */
export function referencesOf(references: References, row: number): string[] {
  const own: string[] = [];
  for (const stream of references) {
    const reference = stream[row];
    if (typeof reference === 'string') own.push(reference);
  }
  if (own.length > 0) return own;
  throw new TlcError('REFERENCE_MISSING', `Segment ${row + 1} has no reference.`, { details: { segment: row + 1 } });
}
