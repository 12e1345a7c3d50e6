import assert from 'node:assert/strict';
import { type ConfigClass, type KeyDoc, TlcError, checkConfig, describeConfig, keysOf } from '#contracts';
import type { CompressionMethod } from '#methods';

/** That every key says what it is for. */
export function checkDocumentation(plugin: CompressionMethod): void {
  for (const { key, description } of describeConfig(plugin.config)) {
    assert.ok(description.trim() !== '', `the key ${key} has no description`);
  }
}

/** That the config refuses a key it does not know, and for each of its keys a value of another type, naming the key. */
export function checkRefusals({ config, example }: CompressionMethod): void {
  assert.equal(refusal(config, { ...example, no_such_key: 1 }).code, 'CONFIG_UNKNOWN_KEY');
  for (const key of keysOf(config).values()) {
    const error = refusal(config, { ...example, [key.name]: wrongFor(key) });
    assert.equal(error.code, 'CONFIG_WRONG_VALUE', `${key.name}: ${error.message}`);
    assert.ok(error.message.includes(key.name), `the error does not name the key ${key.name}: ${error.message}`);
  }
}

const wrongFor = ({ type }: KeyDoc): unknown => (type === 'string' ? 42 : type === 'number' ? NaN : 'wrong');

function refusal(config: ConfigClass, plain: object): TlcError {
  try {
    checkConfig(config, plain);
  } catch (error) {
    assert.ok(error instanceof TlcError, `the config threw ${String(error)}`);
    return error;
  }
  assert.fail(`the config accepts ${JSON.stringify(plain)}`);
}
