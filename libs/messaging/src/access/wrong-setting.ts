import { TlcError } from '#contracts';

/** A setting of a connection that cannot be used. Neither values nor contents of files belong into the message: they may be
 * secret.
 * @param from where the setting stands, such as `TLC_NATS_CREDS` */
export const wrongSetting = (from: string, message: string): TlcError =>
  new TlcError('CONFIG_WRONG_VALUE', `${from}: ${message}`, { details: { field: from } });
