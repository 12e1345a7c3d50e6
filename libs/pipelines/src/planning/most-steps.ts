import { TlcError } from '#contracts';

/** Steps that a run may have. */
export const MOST_STEPS = 10_000;

/** The error for more of them. */
export const tooLarge = () =>
  new TlcError('PIPELINE_TOO_LARGE', `the pipeline has more than ${MOST_STEPS} steps, its matrices multiplied out`);
