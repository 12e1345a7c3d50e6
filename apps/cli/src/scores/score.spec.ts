import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../../../dist/apps/cli/src/main.js', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tlc-score-'));
  const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(folder, name), bytes);
  write('hyp', 'the cat sat on the mat\na dog barked\n');
  write('other', 'a cat sat\na dog barked loudly\n');
  write('ref', 'the cat sat on a mat\na dog barked loudly\n');
  write('ref.gz', gzipSync('the cat sat on a mat\r\na dog barked loudly\r\n'));
  write('short', 'one line\n');
  write('empty', '');
  write('broken', new Uint8Array([0x61, 0xff, 0x0a, 0x62, 0x0a]));
  write('bom', '\ufeffthe cat sat on the mat\na dog barked\n');
  write('damaged.gz', gzipSync('the cat\n').subarray(0, 12));
});
afterAll(() => rmSync(folder, { recursive: true }));

function score(args: string, input = '') {
  const ended = spawnSync(process.execPath, [MAIN, 'score', ...args.split(' ')], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { out: ended.stdout, notes: ended.stderr, code: ended.status };
}

// What sacreBLEU 2.6.0 prints of these files
describe('tlc score prints what sacreBLEU prints', () => {
  it('of a file, compressed references, Windows line ends and stdin', () => {
    const line =
      'BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0 = 53.4 88.9/71.4/60.0/33.3 (BP = 0.895 ratio = 0.900 hyp_len = 9 ref_len = 10)\n';
    expect(score('hyp ref -f text').out).toBe(line);
    expect(score('ref -i hyp -f text').out).toBe(line);
    expect(score('hyp ref.gz -f text').out).toBe(line);
    expect(score('- ref -f text', 'the cat sat on the mat\r\na dog barked').out).toBe(line);
  });

  it('as JSON, of several measures, below each other', () => {
    expect(JSON.parse(score('hyp ref -m ter chrf -w 3').out).map(({ name, score }: never) => [name, score])).toEqual([
      ['chrF2', 66.279],
      ['TER', 20.0],
    ]);
    expect(score('hyp ref -m ter chrf -f text --short').out).toBe(
      '  chrF2|#:1|c:mixed|e:yes|nc:6|nw:0|s:no|v:2.6.0 = 66.3\nTER|#:1|c:lc|t:tercom|nr:no|pn:yes|as:no|v:2.6.0 = 20.0\n',
    );
  });

  it('a mark of byte order counts as text', () => {
    expect(score('bom ref -b -w 4').out).toBe('38.3862\n');
  });

  it('a test of two systems', () => {
    expect(score('ref -i hyp other -m chrf --paired-ar -w 2 -f text').out).toContain('(p = 0.4998)');
  });
});

describe('tlc score refuses', () => {
  it('what does not fit, with a code', () => {
    const refused: readonly [string, string, RegExp][] = [
      ['hyp short', 'TEXT_LENGTH_MISMATCH', /2 segments.* 1$/m],
      ['empty ref', 'FILE_EMPTY', /empty/],
      ['hyp empty', 'FILE_EMPTY', /empty/],
      ['broken ref', 'FILE_NOT_UTF8', /broken/],
      ['damaged.gz ref', 'FILE_DAMAGED', /damaged/],
      ['nowhere ref', 'FILE_MISSING', /nowhere/],
      ['hyp', 'REFERENCE_MISSING', /reference/],
      ['hyp ref --tokenize 14a', 'CONFIG_WRONG_VALUE', /13a/],
      ['hyp ref --paired-bs', 'CONFIG_WRONG_VALUE', /two systems/],
      ['hyp ref -w 21', 'CONFIG_WRONG_VALUE', /20/],
    ];
    for (const [args, code, message] of refused) {
      const { out, notes, code: exit } = score(args);
      expect(notes).toContain(code);
      expect(notes).toMatch(message);
      expect(out).toBe('');
      expect(exit).not.toBe(0);
    }
  });
});
