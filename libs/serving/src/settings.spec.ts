import { expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

it('settings are numbers, or refused', () => {
  expect(readSettings({})).toEqual({ models: {} });
  expect(readSettings({ TLC_HTTP_PORT: '0', TLC_HTTP_HOST: '0.0.0.0', TLC_SERVING_CACHE: '0' })).toEqual({
    http: { port: 0, host: '0.0.0.0' },
    models: { cache: 0 },
  });
  for (const value of ['x', '-1', '1.5', '70000'])
    expect(() => readSettings({ TLC_HTTP_PORT: value })).toThrow(
      expect.objectContaining({ code: 'CONFIG_WRONG_VALUE' }),
    );
});
