import { expect, it } from '@jest/globals';
import { findTarget } from './target.js';

const home = '/nowhere/.tlc';
const broker = { TLC_NATS_URL: 'nats://broker' };

it.each([
  ['a variable', {}, broker, 'nats://broker', undefined],
  ['a context of a variable', {}, { TLC_NATS_CONTEXT: 'prod' }, undefined, 'prod'],
  ['--server before a variable', { server: 'nats://other' }, broker, 'nats://other', undefined],
  ['--context before the address of a variable', { context: 'prod' }, broker, '', 'prod'],
  ['--context before another context', { context: 'prod' }, { TLC_NATS_CONTEXT: 'dev' }, '', 'prod'],
  ['both options', { context: 'prod', server: 'nats://other' }, {}, 'nats://other', 'prod'],
])('a server of somebody else is named by %s', (_, options, env, url, context) => {
  const target = findTarget({ home, ...options }, env);
  expect(target).toMatchObject({ kind: 'remote', home });
  const { TLC_NATS_URL, TLC_NATS_CONTEXT } = (target as { env: NodeJS.ProcessEnv }).env;
  expect([TLC_NATS_URL, TLC_NATS_CONTEXT]).toEqual([url, context]);
});
