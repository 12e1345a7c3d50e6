export { type HttpOptions, httpOptionsOf } from './http-options.js';
export { type HttpServer, listen } from './listen.js';
export { type Probes, addProbes } from './probes.js';
