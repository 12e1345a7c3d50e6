import { describe, expect, it } from '@jest/globals';
import { decodeSegments, segmentsOf } from './segments.js';
import { splitWords } from './whitespace.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('segments', () => {
  it('end at line feeds only', () => {
    expect(segmentsOf('a\u2028b\u0085c\rd\x0be\nf')).toEqual(['a\u2028b\u0085c\rd\x0be', 'f']);
  });

  it('may be empty, and the last needs no line feed', () => {
    expect(segmentsOf('a\n\n')).toEqual(['a', '']);
    expect(segmentsOf('a\n\nb')).toEqual(['a', '', 'b']);
    expect(segmentsOf('\n')).toEqual(['']);
  });

  it('lose the white space at their ends, which is Python’s', () => {
    expect(segmentsOf(' a\r\nb \u001f\u3000\u0085\nc\ufeff\n')).toEqual([' a', 'b', 'c\ufeff']);
  });

  it('keep a byte-order mark', () => {
    expect(decodeSegments(bytes('\ufeffa\n'), 'x.txt')).toEqual(['\ufeffa']);
  });

  it('are refused where there are none, or where they are not UTF-8', () => {
    expect(() => decodeSegments(bytes(''), 'x.txt')).toThrow(expect.objectContaining({ code: 'FILE_EMPTY' }));
    expect(() => decodeSegments(Uint8Array.of(97, 0xff), 'x.txt')).toThrow(
      expect.objectContaining({ code: 'FILE_NOT_UTF8', message: expect.stringContaining('x.txt') }),
    );
  });
});

describe('words', () => {
  it('are parted by Python’s white space', () => {
    expect(splitWords(' a\u001cb\u0085c\u00a0d\u3000e\ufefff\u200bg\u180eh ')).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e\ufefff\u200bg\u180eh',
    ]);
    expect(splitWords(' \t')).toEqual([]);
  });
});
