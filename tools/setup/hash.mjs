import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** sha256 in hex of the parts, each kept apart from the next. @param {...(string | Buffer)} parts */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** sha256 in hex of a file's bytes. @param {string} path @returns {Promise<string>} */
export async function hashOfFile(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/** sha256 in hex. @param {Buffer} bytes */
export function hashOfBytes(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
