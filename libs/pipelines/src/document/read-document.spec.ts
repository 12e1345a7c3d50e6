import { describe, expect, it } from '@jest/globals';
import { TlcError } from '#contracts';
import { readDocument } from './read-document.js';

function errorOf(text: string): TlcError {
  try {
    readDocument(text);
  } catch (error) {
    if (error instanceof TlcError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('a pipeline document', () => {
  it('is YAML or JSON, with the same result', () => {
    const value = { name: 'x', steps: { a: { do: 'tokenizer.learn', corpus: './data', vocab_size: 100 } } };
    expect(readDocument('name: x\nsteps:\n  a: { do: tokenizer.learn, corpus: ./data, vocab_size: 100 }\n')).toEqual(
      value,
    );
    expect(readDocument(JSON.stringify(value, null, '\t'))).toEqual(value);
  });

  it('may repeat a part by an alias', () => {
    expect(readDocument('a: &stop { seconds: 3 }\nb: *stop')).toEqual({ a: { seconds: 3 }, b: { seconds: 3 } });
  });

  it('may merge objects, whose keys give way to those that are written out', () => {
    const base = 'a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\n';
    const merged = (text: string) => (readDocument(base + text) as { c: object }).c;
    expect(merged('c: { z: 3, <<: *a }')).toEqual({ x: 1, y: 1, z: 3 });
    expect(merged('c:\n  <<: [*a, *b]\n  x: 3\n')).toEqual({ x: 3, y: 1, z: 2 });
    expect(merged('c: { <<: { x: 4 }, "<<": 5 }')).toEqual({ x: 4, '<<': 5 });
    for (const wrong of ['1', '[*a, 1]', '[[*a]]', 'null']) {
      expect(errorOf(`${base}c: { <<: ${wrong} }`)).toMatchObject({
        code: 'PIPELINE_NOT_READABLE',
        message: expect.stringContaining('line 3'),
      });
    }
  });

  it('may hold numbers that are none, for errors to name', () => {
    expect(readDocument('[.nan, .inf, -.inf]')).toEqual([NaN, Infinity, -Infinity]);
  });

  it('names the line of a second step of one name', () => {
    const error = errorOf('name: x\nsteps:\n  a: { do: x }\n  b: { do: x }\n  a: { do: y }\n');
    expect(error.code).toBe('PIPELINE_DUPLICATE_STEP');
    expect(error.message).toContain('line 5');
    expect(error.message).toContain('step a');
  });

  it('names the line of a second key of one name', () => {
    const error = errorOf('name: x\nsteps:\n  a:\n    do: x\n    do: y\n');
    expect(error.code).toBe('PIPELINE_NOT_READABLE');
    expect(error.message).toContain('line 5');
    expect(error.message).toContain('steps.a.do');
  });

  it('names the line of broken YAML', () => {
    const error = errorOf('name: x\nsteps:\n  a: { do: x, \n');
    expect(error.code).toBe('PIPELINE_NOT_READABLE');
    expect(error.message).toMatch(/line \d/);
  });

  it('says that a placeholder within braces takes quotes', () => {
    expect(errorOf('steps:\n  a: { config: { sparsity: ${matrix.sparsity} } }').message).toContain('quotes');
    expect(readDocument('a: { b: "${matrix.b}" }\nc: ${matrix.b}')).toEqual({
      a: { b: '${matrix.b}' },
      c: '${matrix.b}',
    });
  });

  it.each([
    ['brackets', '['.repeat(900_000)],
    ['braces', '{a: '.repeat(200_000)],
    ['dashes', '- '.repeat(400_000)],
    ['question marks', '? '.repeat(400_000)],
    ['indentation', Array.from({ length: 1200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['2 MB of brackets', '['.repeat(1_000_000) + ']'.repeat(1_000_000)],
  ])('is refused at once where %s nest too deeply or are too many', (_, text) => {
    expect(errorOf(text).code).toBe('MESSAGE_TOO_LARGE');
  });

  it('is refused where aliases stand for more than memory holds, or for themselves', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 0; i < 9; i += 1) {
      const [from, to] = ['abcdefghijk'[i], 'abcdefghijk'[i + 1]];
      bomb.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(', ')}]`);
    }
    expect(errorOf(bomb.join('\n')).message).toContain('100000 values');
    const large = `a: &a { ${Array.from({ length: 1000 }, (_, i) => `k${i}: 1`).join(', ')} }\n`;
    const merges = Array.from({ length: 101 }, (_, i) => `b${i}: { <<: *a }`).join('\n');
    expect(errorOf(large + merges).message).toContain('100000 values');
    expect(errorOf('a: &a\n  b: *a\n').code).toBe('PIPELINE_NOT_READABLE');
  });

  it.each([
    ['an unknown tag', 'a: !!js/function 1'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['a key that is a list', '? [1, 2]\n: 3'],
    ['nothing', ''],
    ['an anchor that is not there', 'a: *b'],
  ])('is refused with %s', (_, text) => {
    expect(errorOf(text).code).toBe('PIPELINE_NOT_READABLE');
  });

  it('takes time in proportion to its keys: 90,000 of them are read in a test, not in minutes', () => {
    const keys = Array.from({ length: 90_000 }, (_, i) => `a${i}: 1`);
    expect(Object.keys(readDocument(`{${keys.join(', ')}}`) as object)).toHaveLength(90_000);
  });

  it('leaves a key __proto__ a key', () => {
    expect(Object.keys(readDocument('__proto__: 1') as object)).toEqual(['__proto__']);
  });
});
