import { InputSparsityConfig } from '#methods';

/** Config of `wanda-pruning`. */
export class WandaPruningConfig extends InputSparsityConfig {}
