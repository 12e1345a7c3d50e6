import { X509Certificate, createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { type PeerCertificate, checkServerIdentity } from 'node:tls';
import type { TlsOptions } from '@nats-io/transport-node';
import type { Addresses } from './addresses.js';
import { contentOf } from './secret-file.js';
import type { Setting, Settings } from './settings.js';
import { wrongSetting } from './wrong-setting.js';

/** TLS of a connection: wanted where an address says `tls://` or any setting of it is there, whatever the address says, so
 * that none of them does nothing. Undefined where it is left to the server.
 * @throws TlcError CONFIG_WRONG_VALUE, FILE_MISSING */
export function certificates(settings: Settings, { isTls, hosts }: Addresses): TlsOptions | undefined {
  const { ca, cert, key, tls_first: first } = settings;
  if (!cert !== !key) throw wrongSetting((cert ?? key)!.from, 'a client’s certificate and its key are both needed');
  if (ca) certificateIn(ca);
  if (cert && key && !certificateIn(cert).checkPrivateKey(keyIn(key))) {
    throw wrongSetting(`${cert.from} and ${key.from}`, 'the key is not that of the certificate');
  }
  const own = {
    ...(ca && { caFile: ca.value }),
    ...(cert && key && { certFile: cert.value, keyFile: key.value }),
    ...(first && isTrue(first) && { handshakeFirst: true }),
  };
  if (!isTls && Object.keys(own).length === 0) return undefined;
  return { ...own, ...identity(hosts) };
}

/** Checks the certificate of a server whose address is a number: the client names no host then, and Node would look for
 * `localhost` in it. */
function identity(hosts: readonly string[]): object {
  const numbers = hosts.filter((host) => isIP(host) > 0);
  if (numbers.length === 0) return {};
  const names = hosts.includes('localhost') ? [...numbers, 'localhost'] : numbers;
  return {
    checkServerIdentity: (host: string, certificate: PeerCertificate) => {
      const results = (host === 'localhost' ? names : [host]).map((name) => checkServerIdentity(name, certificate));
      return results.some((result) => result === undefined) ? undefined : results[0];
    },
  };
}

function certificateIn(file: Setting): X509Certificate {
  const content = contentOf(file);
  try {
    return new X509Certificate(content);
  } catch {
    throw wrongSetting(file.from, `${file.value} is not a certificate in PEM`);
  }
}

function keyIn(file: Setting) {
  const content = contentOf(file);
  try {
    return createPrivateKey(content);
  } catch (error) {
    const isLocked = (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE';
    throw wrongSetting(
      file.from,
      `${file.value} is ${isLocked ? 'locked by a passphrase' : 'not a private key in PEM'}`,
    );
  }
}

function isTrue({ value, from }: Setting): boolean {
  if (['true', '1'].includes(value)) return true;
  if (['false', '0'].includes(value)) return false;
  throw wrongSetting(from, 'true or false is expected');
}
