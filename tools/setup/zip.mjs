import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

// A wheel is a zip file. Reading the few members that are needed takes no unzip on the machine and none of the
// disk space of the rest. Layout and field offsets: PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16.

/**
 * @typedef {object} ZipMember
 * @property {string} name
 * @property {number} method 0 stored, 8 deflated
 * @property {number} packedBytes
 * @property {number} bytes
 * @property {number} headerAt offset of the member's local header
 */

/** Lists a zip file's members. @param {string} path @returns {Promise<ZipMember[]>} */
export async function listZip(path) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end < 0 || end + 22 > tail.length) throw new Error(`${path} is not a whole zip file`);
    const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    return [...members(directory)];
  } finally {
    await file.close();
  }
}

/** @param {Buffer} directory @returns {Generator<ZipMember>} */
function* members(directory) {
  for (let at = 0; at + 46 <= directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    yield {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      headerAt: directory.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

/**
 * Unpacks the members for which `where` gives a path below `folder`.
 *
 * @param {string} path
 * @param {string} folder
 * @param {(name: string) => string | undefined} where
 * @returns {Promise<number>} how many files were written
 */
export async function unpackZip(path, folder, where) {
  let count = 0;
  for (const member of await listZip(path)) {
    const name = member.name.endsWith('/') ? undefined : where(member.name);
    if (name === undefined) continue;
    const target = join(folder, name);
    if (!target.startsWith(join(folder, '/'))) throw new Error(`${path} holds a name that leaves its folder: ${name}`);
    await mkdir(dirname(target), { recursive: true });
    await unpackMember(path, member, target);
    count += 1;
  }
  return count;
}

/** @param {string} path @param {ZipMember} member @param {string} target */
async function unpackMember(path, member, target) {
  const file = await open(path);
  const header = await readAt(file, member.headerAt, 30).finally(() => file.close());
  const start = member.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const out = createWriteStream(target, { highWaterMark: 1 << 20 });
  if (member.packedBytes === 0) {
    await pipeline([Buffer.alloc(0)], out);
    return;
  }
  const packed = createReadStream(path, { start, end: start + member.packedBytes - 1, highWaterMark: 1 << 20 });
  if (member.method === 8) await pipeline(packed, createInflateRaw({ chunkSize: 1 << 20 }), out);
  else await pipeline(packed, out);
  if (out.bytesWritten !== member.bytes) throw new Error(`${member.name} in ${path} is cut short`);
}

/** @param {import('node:fs/promises').FileHandle} file @param {number} at @param {number} length */
async function readAt(file, at, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead !== length) throw new Error('the zip file ends too early');
  return buffer;
}
