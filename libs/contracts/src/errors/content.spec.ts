import { describe, expect, it } from '@jest/globals';
import { content, quoted } from './content.js';
import { jsonPlace } from './json-place.js';
import { TlcError } from './tlc-error.js';

describe('what an error quotes of a file', () => {
  const error = new TlcError('MODEL_UNSUPPORTED', `m/config.json: model_type is ${quoted('secret')}; TLC has bert.`, {
    details: { path: 'm/config.json', setting: 'model_type', value: 'secret' },
  });

  it('is read in this process', () => {
    expect(error.message).toBe('m/config.json: model_type is "secret"; TLC has bert.');
  });

  it('does not travel, nor in details or after the message was put into another', () => {
    const outer = new TlcError(error.code, `steps.a: ${error.marked}`, { details: error.details, cause: error });
    expect(outer.toBody()).toMatchObject({
      message: 'steps.a: m/config.json: model_type is …; TLC has bert.',
      details: { path: 'm/config.json', setting: 'model_type' },
    });
    expect(JSON.stringify(TlcError.fromBody(error.toBody()).toBody())).not.toContain('secret');
  });

  it('cannot end its marks itself', () => {
    const hostile = new TlcError('JOB_FAILED', `it is ${content('a\ue001secret\ue000')}`);
    expect(hostile.toBody().message).toBe('it is …');
    expect(hostile.message).toBe('it is asecret');
  });

  it('is what JSON.parse says, too', () => {
    const thrown = () => JSON.parse('secret {');
    try {
      thrown();
    } catch (cause) {
      expect(JSON.stringify(TlcError.from(cause).toBody())).not.toContain('secret');
    }
    expect.assertions(1);
  });
});

describe('the place where a text is no JSON', () => {
  it.each([
    ['', 'line 1, column 1'],
    ['{"a": 1,\n "b": oops}', 'line 2, column 7'],
    ['{"a": 1', 'line 1, column 8'],
  ])('%j: %s', (text, place) => {
    expect(jsonPlace(text)).toBe(place);
  });
});
