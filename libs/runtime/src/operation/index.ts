/** What an operation's own code needs: loaded in the child process, where Nest is not. */
export { inputsOf, optionalPathOf, pathOf } from './inputs.js';
export type { OperationContext, OperationInput, OperationResult, Operations } from './operation.js';
