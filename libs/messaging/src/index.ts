export type { Bucket, Entry } from './client/bucket.js';
export { type Client, connect } from './client/client.js';
export type { JobTicket } from './client/publish-job.js';
export { endWithParent } from './server/end-with-parent.js';
export { findServerProgram } from './server/program.js';
export { type PrivateServer, type ServerOptions, startServer } from './server/start-server.js';
export type { Delivery } from './jobs/deliver.js';
export { NatsTransport, type TransportOptions } from './nest/nats-transport.js';
export { PassErrorsFilter } from './nest/pass-errors.filter.js';
