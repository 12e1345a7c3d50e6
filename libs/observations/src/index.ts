export type { CurvePoint, JobObservation, ObservedScores, ObservedShape } from './observation.js';
export { type Observations, openObservations } from './observations.js';
