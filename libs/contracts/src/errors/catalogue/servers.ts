import type { ErrorEntry } from './entry.js';

/** Errors of servers and services. */
export const SERVERS_ERRORS = {
  SERVER_UNREACHABLE: {
    why: 'No NATS server answers at the address.',
    fix: 'Start one (`tlc up`), or name another with --server, --context or TLC_NATS_URL.',
  },
  SERVER_NOT_FOUND: {
    why: 'The NATS server program is not installed.',
    fix: 'Run set-up again (`npm start`), set TLC_NATS_SERVER to the path of a nats-server of 2.10.23 or newer, or connect to a running one with TLC_NATS_URL.',
  },
  SERVER_NO_JETSTREAM: {
    why: 'The NATS server runs without JetStream, which holds the queues.',
    fix: 'Start it with -js, or `jetstream {}` in its configuration.',
  },
  SERVER_REFUSED: {
    why: 'The NATS server lets nobody in with these credentials, or JetStream lacks a stream, space or the right to it.',
    fix: 'Give user and password, token, nkey or credentials file (docs/deploying.md); else look at the server’s log and limits, and at TLC_NATS_REPLICAS and TLC_NATS_…_BYTES.',
  },
  SERVER_TLS_FAILED: {
    why: 'The NATS server and this client agree on no TLS: a certificate is not trusted, not of this host or wanted and not given, or one side has no TLS.',
    fix: 'Name the authority of its certificate (TLC_NATS_CA), a certificate of your own (TLC_NATS_CERT, TLC_NATS_KEY), and write tls:// in the address; docs/deploying.md has examples.',
  },
  TRACKING_FAILED: {
    why: 'A server that keeps figures of trainings (MLflow) does not answer, or refuses what it is told.',
    fix: 'Look at its address and its log; the run goes on without it, and `tlc events RUN` tells it again what has happened.',
  },
  SERVER_TOO_OLD: {
    why: 'The NATS server is older than TLC works with.',
    fix: 'Use nats-server 2.10.23 or newer.',
  },
  SERVER_STORE_BUSY: {
    why: 'Another private NATS server uses the same folder, and two would destroy each other’s queues; or something runs that may need what is to be removed.',
    fix: 'Use the one that runs (`tlc status` finds it), stop it or wait for its runs, or set TLC_HOME to another folder.',
  },
  SERVICE_INCOMPLETE: {
    why: 'A service has no handler for a message that it must answer, or has two, or one for an unknown message.',
    fix: 'A defect of the service: give every subject of docs/messages.md exactly one handler.',
  },
  SERVICE_TIMEOUT: {
    why: 'No service answered a request in time.',
    fix: 'Check that the service runs: `tlc status`, `tlc doctor`.',
  },
  HTTP_PORT_TAKEN: {
    why: 'The port for HTTP is in use, or may not be had, or there is no such address on this machine.',
    fix: 'Give another port (--http, TLC_HTTP_PORT); 0 takes any that is free.',
  },
  SERVICE_BUSY: {
    why: 'More waits than can be answered soon: texts for a model, or pipelines that are to be planned.',
    fix: 'Ask again after the milliseconds in details.retry_after_ms; for more at a time start the service once more (docs/serving.md, docs/deploying.md).',
  },
} as const satisfies Record<string, ErrorEntry>;
