import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import protobuf from 'protobufjs';
import { EVENTS } from '../fixtures/events.js';
import { tensorBoard } from './tracker.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-tb-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write() {
  const tracker = tensorBoard(folder);
  for (const event of EVENTS) await tracker.take(event);
  await tracker.close();
}

/** The wire format, read without the schema: [field number, value] of each field. */
function fieldsOf(message: Uint8Array): [number, unknown][] {
  const reader = protobuf.Reader.create(message);
  const fields: [number, unknown][] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const read = [() => Number(reader.int64()), () => reader.double(), () => reader.bytes(), , , () => reader.float()];
    fields.push([tag >>> 3, read[tag & 7]!()]);
  }
  return fields;
}

function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    records.push(file.subarray(at + 12, at + 12 + length));
    at += length + 16;
  }
  return records;
}

const text = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString();

it('writes the curves and the result of each step that computes as records of events', async () => {
  await write();
  expect(await readdir(join(folder, 'sst2-1'))).toEqual(['tuned']);
  const [name] = await readdir(join(folder, 'sst2-1/tuned'));
  expect(name).toBe(`events.out.tfevents.${Date.parse('2026-11-24T10:00:02Z') / 1000}.tlc`);
  const [first, ...others] = recordsOf(await readFile(join(folder, 'sst2-1/tuned', name))).map(fieldsOf);
  expect([first[1][0], text(first[1][1])]).toEqual([3, 'brain.Event:2']);
  const scalars = others.map((fields) => {
    const [[, time], [, step], [, summary]] = fields;
    const values = fieldsOf(summary as Uint8Array).map(([, value]) => fieldsOf(value as Uint8Array));
    return { time, step, values: values.map(([[, tag], [, value]]) => [text(tag), value]) };
  });
  const seconds = Date.parse('2026-11-24T10:00:02.500Z') / 1000;
  expect(scalars).toEqual([
    {
      time: seconds,
      step: 10,
      values: [
        ['loss', 0.75],
        ['learning_rate', Math.fround(0.001)],
      ],
    },
    {
      time: seconds + 1,
      step: 20,
      values: [
        ['loss', 0.5],
        ['tokens_per_second', 12_000],
      ],
    },
    { time: seconds + 2, step: 20, values: [['result/dev_accuracy', 0.875]] },
  ]);
});

it('has each record with the masked CRCs that TensorFlow writes', async () => {
  await write();
  const [name] = await readdir(join(folder, 'sst2-1/tuned'));
  const file = await readFile(join(folder, 'sst2-1/tuned', name));
  // The 24 bytes of a first event: the CRC of their length, as files of TensorFlow's SummaryWriter have it
  expect(file.subarray(0, 12).toString('hex')).toBe('1800000000000000a37f4b22');
});

it('writes the same file when the events are read again', async () => {
  await write();
  const read = async () => readFile(join(folder, 'sst2-1/tuned', (await readdir(join(folder, 'sst2-1/tuned')))[0]));
  const before = await read();
  await write();
  expect(await read()).toEqual(before);
});
