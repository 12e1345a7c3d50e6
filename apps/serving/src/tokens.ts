/** Token under which controllers get the server of models. */
export const MODELS = Symbol('ModelServer');
