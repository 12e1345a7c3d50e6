export { type Calibration, CALIBRATIONS } from '../calibration/range.js';
export { checkDtypes, type Dtype, DTYPES, preferredDtype, usualDtypes } from './dtypes.js';
