import { describe, expect, it } from '@jest/globals';
import { fromBufferPromise } from 'yauzl';
import { zip } from './zip.js';

/** Name and text of each file, in order, as yauzl reads them. */
async function unzipped(bytes: Buffer): Promise<{ name: string; text: string }[]> {
  const archive = await fromBufferPromise(bytes, { lazyEntries: true });
  const found: { name: string; text: string }[] = [];
  for await (const entry of archive.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await archive.openReadStreamPromise(entry)) parts.push(part as Buffer);
    found.push({ name: entry.fileName, text: Buffer.concat(parts).toString() });
  }
  return found;
}

describe('a zip file', () => {
  const files = [
    { name: 'RTE.tsv', text: 'index\tprediction\n0\tentailment\n' },
    { name: 'empty', text: '' },
    { name: 'long', text: 'naïve café\n'.repeat(20_000) },
  ];

  it('is read back as it was written by another reader, smaller than what it holds', async () => {
    const bytes = zip(files);
    expect(await unzipped(bytes)).toEqual(files);
    expect(bytes.length).toBeLessThan(2000);
  });

  it('has the same bytes for the same files', () => {
    expect(zip(files)).toEqual(zip(files));
  });
});
