import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { test } from 'node:test';
import { findPlace } from './place.mjs';

test('the cache is where TLC_CACHE, else XDG_CACHE_HOME, else the home folder says', () => {
  assert.equal(findPlace({ TLC_CACHE: '/a/b', XDG_CACHE_HOME: '/x' }).cache, '/a/b');
  assert.equal(findPlace({ XDG_CACHE_HOME: '/x' }).cache, '/x/tlc');
  assert.equal(findPlace({ XDG_CACHE_HOME: 'relative' }).cache, `${homedir()}/.cache/tlc`);
});

test('a relative TLC_CACHE is meant from the checkout', () => {
  assert.equal(findPlace({ TLC_CACHE: 'here' }, '/checkout').cache, '/checkout/here');
});
