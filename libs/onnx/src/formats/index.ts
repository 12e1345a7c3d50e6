export { checkDtypes, type Dtype, DTYPES, preferredDtype, usualDtypes } from './dtypes.js';
