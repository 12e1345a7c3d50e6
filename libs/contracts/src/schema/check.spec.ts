import { describe, expect, it } from '@jest/globals';
import { FinetuneConfig } from '../configs/training/finetune.js';
import { PretrainConfig } from '../configs/training/pretrain.js';
import { TlcError } from '../errors/tlc-error.js';
import { checkConfig } from './check.js';
import { describeConfig } from './describe.js';
import { IntegerKey, NumberMapKey, TextListKey } from './keys.js';

function refusal(action: () => unknown): TlcError {
  try {
    action();
  } catch (error) {
    if (error instanceof TlcError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('checkConfig', () => {
  it('fills in the defaults, those of nested and inherited keys too', () => {
    const config = checkConfig(PretrainConfig, { stop: { seconds: 5 } });
    expect(config).toBeInstanceOf(PretrainConfig);
    expect(config).toMatchObject({ optimizer: 'muon', dropout: 0, mask_by: 'tokens', accumulate: 1, clip_norm: 1 });
  });

  it('names an unknown key, the nearest known one, and all of them', () => {
    const error = refusal(() => checkConfig(FinetuneConfig, { stop: { epoch: 1 } }, 'steps.tuned'));
    expect(error.code).toBe('CONFIG_UNKNOWN_KEY');
    expect(error.message).toBe(
      'steps.tuned.stop.epoch is not a known key. Did you mean epochs? Known keys: steps, epochs, seconds, patience.',
    );
    expect(error.details).toEqual({
      field: 'steps.tuned.stop.epoch',
      value: 1,
      allowed: ['steps', 'epochs', 'seconds', 'patience'],
      nearest: 'epochs',
    });
  });

  it.each([
    [{ stop: { steps: 1.5 } }, 'stop.steps: 1.5 is not an integer from 1 to 100000000.'],
    [{ stop: { steps: '10' } }, 'stop.steps: "10" is not an integer from 1 to 100000000.'],
    [{ stop: { steps: 1 }, warmup: 1.01 }, 'warmup: 1.01 is not a number from 0 to 1.'],
    [{ stop: { steps: 1 }, keep: 'bset' }, 'keep: "bset" is not one of last, best. Did you mean best?'],
    [{ stop: { steps: 1 }, accumulate: null }, 'accumulate: null is not an integer from 1 to 10000.'],
    [{ stop: [] }, 'stop: [] is not an object.'],
    [{ stop: {} }, 'stop.steps: give at least one of steps, epochs and seconds'],
  ])('refuses %j, naming the field, the value and what is allowed', (plain, message) => {
    const error = refusal(() => checkConfig(FinetuneConfig, plain));
    expect(error.code).toBe('CONFIG_WRONG_VALUE');
    expect(error.message).toBe(message);
  });

  it('refuses NaN and values of lists', () => {
    expect(refusal(() => checkConfig(FinetuneConfig, { stop: { steps: 1 }, warmup: NaN })).code).toBe(
      'CONFIG_WRONG_VALUE',
    );
    expect(refusal(() => checkConfig(FinetuneConfig, { stop: { steps: 1 }, warmup: -Infinity })).message).toBe(
      'warmup: -.inf is not a number from 0 to 1.',
    );
    class Measures {
      @TextListKey('what', { choices: ['accuracy', 'f1'] })
      readonly measure: string[] = [];
    }
    expect(refusal(() => checkConfig(Measures, { measure: ['acuracy'] })).message).toMatch(
      /^measure: \["acuracy"\] is not a list of 1 or more of accuracy, f1/,
    );
  });

  it('takes numbers by name within their bounds', () => {
    class Rates {
      @NumberMapKey('how much', { min: 0, max: 1 })
      readonly rates: Readonly<Record<string, number>> = {};
    }
    expect(checkConfig(Rates, { rates: { a: 0, b: 1 } }).rates).toEqual({ a: 0, b: 1 });
    for (const rates of [{ a: 2 }, { a: '1' }, [0.5], null]) {
      expect(refusal(() => checkConfig(Rates, { rates })).message).toContain(
        'is not an object, each a number from 0 to 1',
      );
    }
  });

  it('names a missing key with what it wants', () => {
    const error = refusal(() => checkConfig(FinetuneConfig, {}));
    expect(error.code).toBe('CONFIG_MISSING_KEY');
    expect(error.message).toBe('stop is missing: an object (when training ends)');
  });

  it('takes no key from the prototype chain for a known one', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const plain = JSON.parse(`{"stop":{"steps":1},"${key}":1}`);
      expect(refusal(() => checkConfig(FinetuneConfig, plain)).code).toBe('CONFIG_UNKNOWN_KEY');
    }
  });

  it('keeps classes apart that share an ancestor', () => {
    class A {
      @IntegerKey('a')
      readonly a: number = 1;
    }
    class B extends A {
      @IntegerKey('b')
      readonly b: number = 2;
    }
    expect(checkConfig(B, { a: 3 })).toEqual({ a: 3, b: 2 });
    expect(refusal(() => checkConfig(A, { b: 3 })).code).toBe('CONFIG_UNKNOWN_KEY');
  });
});

describe('descriptions of a config', () => {
  it('list every key with type, range, default and words', () => {
    const keys = describeConfig(FinetuneConfig);
    expect(keys.find((key) => key.key === 'stop.steps')).toEqual({
      key: 'stop.steps',
      type: 'integer',
      allowed: 'an integer from 1 to 100000000',
      default: undefined,
      required: false,
      description: 'updates of the weights',
    });
    expect(keys.find((key) => key.key === 'learning_rate')?.default).toBe('0.0005');
  });
});
