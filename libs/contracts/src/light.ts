/* What a command that answers in a tenth of a second may load: errors and names, nothing that validates. The rest of the
 * contracts takes longer to load than such a command takes to run. */
export { ERRORS, type ErrorCode } from './errors/catalogue/index.js';
export { TlcError, type ErrorBody } from './errors/tlc-error.js';
export { NOTICE } from './messages/notice.js';
export { wrongValue } from './schema/wrong-value.js';
export { VERSION } from './version.js';
