import { currentPrecision } from '../precision.js';
import { int } from './run.js';

/** The precision of now, as native/arguments.h numbers it: what backward uses, too, whenever it runs. */
export const precisionAttribute = () => int('precision', currentPrecision() === 'bf16' ? 1 : 0);
