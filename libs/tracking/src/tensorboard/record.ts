import { crc32c } from './crc32c.js';

/** A record of a TFRecord file: its length (8 bytes, the lowest first) and the masked CRC of that, the data and the masked CRC of them
 * (TensorFlow, tensorflow/core/lib/io/record_writer.h). */
export function tfRecord(data: Uint8Array): Buffer {
  const record = Buffer.alloc(8 + 4 + data.length + 4);
  record.writeBigUInt64LE(BigInt(data.length));
  record.writeUInt32LE(masked(record.subarray(0, 8)), 8);
  record.set(data, 12);
  record.writeUInt32LE(masked(data), 12 + data.length);
  return record;
}

/** A CRC of what may hold CRCs itself: rotated to the right by 15 bits, and added to (tensorflow/core/lib/hash/crc32c.h). */
function masked(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
