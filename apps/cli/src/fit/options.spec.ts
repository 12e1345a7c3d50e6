import { describe, expect, it } from '@jest/globals';
import { requestOf } from './options.js';

const given = { train: 120, seed: 3 };

describe('the options of tlc fit', () => {
  it('become a request, whose data lies where the command runs', () => {
    expect(requestOf('a.csv', { ...given, maxBytes: 4e6, maxLatency: 5, labels: ['0=bad', '1=good'] })).toMatchObject({
      data: `${process.cwd()}/a.csv`,
      train_seconds: 120,
      max_bytes: 4e6,
      max_latency_ms: 5,
      labels: { 0: 'bad', 1: 'good' },
      seed: 3,
    });
    expect(requestOf('a.csv', { ...given, labels: ['no', 'yes'] }).labels).toEqual(['no', 'yes']);
  });

  it.each([
    ['a label without a name', { labels: ['0=bad', 'good'] }, 'LABEL=NAME'],
    ['a task and columns', { task: 'sst2', textColumns: ['a'] }, 'not both'],
    ['too little time', { train: 5 }, 'train_seconds'],
  ])('refuse %s', (_, more, message) => {
    expect(() => requestOf('a.csv', { ...given, ...more })).toThrow(message);
  });
});
