/** Tokens under which controllers get what the module makes. */
export const ANSWERS = Symbol('Answers');
export const RUNNER = Symbol('Runner');
export const TURNS = Symbol('Turns');
