import type { JetStreamOptions } from '@nats-io/jetstream';
import type { ConnectionOptions } from '@nats-io/transport-node';
import type { Access } from './access.js';
import { readAddresses } from './addresses.js';
import { authentication } from './authenticator.js';
import { certificates } from './certificates.js';
import { wrongSetting } from './wrong-setting.js';

/** An access in the words of the NATS client, and what may be shown of it. */
export interface ClientOptions {
  readonly options: ConnectionOptions;
  readonly jetstream: JetStreamOptions;
  /** The addresses without what is secret in them. */
  readonly shown: string;
}

/** @throws TlcError CONFIG_WRONG_VALUE for what cannot be used, FILE_MISSING for a file that cannot be read */
export function clientOptions({ settings }: Access): ClientOptions {
  const { url, inbox_prefix: inbox, jetstream_domain: domain, jetstream_api_prefix: prefix } = settings;
  const addresses = readAddresses(url!.value, url!.from);
  const tls = certificates(settings, addresses);
  if (domain && prefix) throw wrongSetting(`${domain.from} and ${prefix.from}`, 'give one of them');
  for (const setting of [inbox, domain, prefix]) {
    if (setting && !/^[^\s.*>]+(\.[^\s.*>]+)*$/.test(setting.value)) {
      throw wrongSetting(setting.from, 'a subject without wildcards is expected');
    }
  }
  return {
    shown: addresses.shown,
    options: {
      servers: addresses.servers,
      ...authentication(settings, addresses),
      ...(tls && { tls }),
      ...(inbox && { inboxPrefix: inbox.value }),
    },
    jetstream: { ...(domain && { domain: domain.value }), ...(prefix && { apiPrefix: prefix.value }) },
  };
}
