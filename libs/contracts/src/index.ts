import 'reflect-metadata';

export { ERRORS, type ErrorCode, type ErrorEntry } from './errors/catalogue.js';
export { TlcError, type ErrorBody } from './errors/tlc-error.js';
export { NAME_RULE, checkName } from './names.js';
