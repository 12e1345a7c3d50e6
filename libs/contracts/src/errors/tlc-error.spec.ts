import { describe, expect, it } from '@jest/globals';
import { ERRORS } from './catalogue/index.js';
import { TlcError } from './tlc-error.js';

describe('TlcError', () => {
  it('travels as a body and comes back with its code, message, details and fix', () => {
    const error = new TlcError('RUN_UNKNOWN', 'there is no run x', { details: { run: 'x' } });
    const back = TlcError.fromBody(JSON.parse(JSON.stringify(error.toBody())));
    expect(back).toMatchObject({ code: 'RUN_UNKNOWN', message: 'there is no run x', details: { run: 'x' } });
    expect(back.fix).toBe(ERRORS.RUN_UNKNOWN.fix);
  });

  it('quotes only the beginning of what a sender wrote', () => {
    const long = 'x'.repeat(1_000_000);
    const error = new TlcError('CONFIG_UNKNOWN_KEY', `${long} is not a known key`, {
      details: { field: long, value: { [long]: 1 }, allowed: ['run'], nearest: undefined },
    });
    const { message, details } = error.toBody();
    expect(message).toHaveLength(4000);
    expect(details?.field).toHaveLength(4000);
    expect(details?.value).toHaveLength(4000);
    expect(details?.allowed).toEqual(['run']);
  });

  it('has codes for what the system says of disks and files, and JetStream of its streams', () => {
    expect(TlcError.from(Object.assign(new Error('no space'), { code: 'ENOSPC' })).code).toBe('DISK_FULL');
    expect(TlcError.from(Object.assign(new Error('no file'), { code: 'ENOENT' })).code).toBe('FILE_MISSING');
    expect(TlcError.from(Object.assign(new Error('too many'), { code: 'EMFILE' })).code).toBe('FILES_TOO_MANY');
    expect(TlcError.from(Object.assign(new Error('no write'), { code: 'EROFS' }), 'FILE_MISSING').code).toBe(
      'DISK_READ_ONLY',
    );
    expect(TlcError.from(Object.assign(new Error('gone'), { name: 'StreamNotFoundError' })).code).toBe(
      'SERVER_REFUSED',
    );
    expect(TlcError.from('what').code).toBe('JOB_FAILED');
  });

  it('keeps a code of a newer version from breaking an older receiver', () => {
    const body = { code: 'CODE_OF_TOMORROW' as never, message: 'm', fix: 'f' };
    expect(TlcError.fromBody(body).code).toBe('JOB_FAILED');
  });
});
