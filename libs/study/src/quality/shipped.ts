import { readFileSync } from 'node:fs';
import type { Observation } from './observation.js';

let observations: readonly Observation[] | undefined;

/** What TLC's own trainings showed: fine-tunings of MiniLM with trimmed vocabularies, fewer layers and few bits.
 * `docs/results` says how they were made. */
export function shippedObservations(): readonly Observation[] {
  observations ??= JSON.parse(readFileSync(new URL('observations.json', import.meta.url), 'utf8')) as Observation[];
  return observations;
}
