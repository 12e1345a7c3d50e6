// as apps/pipelines/src/probe.ts
// refused by no-restricted-imports
import { connect } from '@nats-io/transport-node';

export const probe = connect;
