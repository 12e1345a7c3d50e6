/* The tests of significance, apart from the measures: few commands need them. */
export { confidence, type Counted, type Interval } from './bootstrap.js';
export { PAIRED_TRIALS, pairedBootstrap, pairedRandomization, type PairedResult, SEED } from './paired.js';
