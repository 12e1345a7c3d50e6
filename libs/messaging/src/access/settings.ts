/** What a connection can be told, by the names that the context files of the `nats` program have, each with its variable.
 * Those without one come from context files alone. */
export const VARIABLES = {
  url: 'TLC_NATS_URL',
  user: 'TLC_NATS_USER',
  password: 'TLC_NATS_PASSWORD',
  token: 'TLC_NATS_TOKEN',
  creds: 'TLC_NATS_CREDS',
  nkey: 'TLC_NATS_NKEY',
  user_jwt: undefined,
  user_seed: undefined,
  ca: 'TLC_NATS_CA',
  cert: 'TLC_NATS_CERT',
  key: 'TLC_NATS_KEY',
  tls_first: 'TLC_NATS_TLS_FIRST',
  inbox_prefix: 'TLC_NATS_INBOX_PREFIX',
  jetstream_domain: 'TLC_NATS_DOMAIN',
  jetstream_api_prefix: undefined,
} as const;

export type SettingName = keyof typeof VARIABLES;

export const SETTING_NAMES = Object.keys(VARIABLES) as SettingName[];

/** A setting, and where it stands: errors name the place and never the value. */
export interface Setting {
  readonly value: string;
  readonly from: string;
}

export type Settings = Readonly<Partial<Record<SettingName, Setting>>>;
