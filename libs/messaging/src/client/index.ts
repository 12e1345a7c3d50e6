/** `#messaging/client`: the client and the private server alone, without Nest, which takes half a second to load. */
export { endWithParent } from '../server/end-with-parent.js';
export { findServerProgram } from '../server/program.js';
export { type PrivateServer, type ServerOptions, startServer } from '../server/start-server.js';
export type { Bucket, Entry } from './bucket.js';
export { type Client, connect } from './client.js';
export type { JobTicket } from './publish-job.js';
