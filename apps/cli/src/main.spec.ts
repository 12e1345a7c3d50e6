import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commands, until } from './fixtures/commands.js';

/** The folder that commands run in. */
let base: string;
const { start, tlc, pipeline } = commands(() => base);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-cli-'));
  await writeFile(join(base, 'system.txt'), 'the cat sat on the mat\na dog barked\n');
  await writeFile(join(base, 'reference.txt'), 'the cat sat on a mat\na dog barked loudly\n');
  await writeFile(join(base, 'short.txt'), 'the cat sat on a mat\n');
});
afterAll(() => rm(base, { recursive: true, force: true }));

const bleu = { do: 'evaluate.texts', hypotheses: './system.txt', references: ['./reference.txt'] };

describe('the usage', () => {
  it('has examples and exit codes in the help of every command', async () => {
    for (const args of [['--help'], ['run', '--help'], ['artifacts', 'export', '--help']]) {
      const { code, out } = await tlc(...args);
      expect(code).toBe(0);
      expect(out).toContain('Examples:');
      expect(out).toMatch(/130 +cancelled/);
    }
  });

  it('is refused with 2, and with what was probably meant', async () => {
    expect(await tlc('runn', 'x.yaml')).toMatchObject({ code: 2, notes: expect.stringContaining('Did you mean run?') });
    expect(await tlc('run')).toMatchObject({ code: 2 });
    expect(await tlc('status', '--limt', '3')).toMatchObject({ code: 2, notes: expect.stringContaining('--limit') });
    expect(await tlc('status', '--limit', 'many')).toMatchObject({
      code: 2,
      notes: expect.stringContaining('whole number'),
    });
  });
});

describe('what cannot run', () => {
  it('ends with 2 and says its code, what happened, why and what to do, without colours in a pipe', async () => {
    const cyclic = await pipeline('cyclic', {
      a: { do: 'compress', with: 'x', model: 'b' },
      b: { do: 'compress', with: 'x', model: 'a' },
    });
    const { code, out, notes } = await tlc('run', cyclic);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(notes).toMatch(/^PIPELINE_CYCLE steps need each other in a circle: a → b → a\n {2}why .*\n {2}fix .*\n$/);
    expect(existsSync(join(base, 'home', 'nats'))).toBe(false);
  });

  it('is data for who asks for data', async () => {
    const { code, out } = await tlc('plan', 'nowhere.yaml', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'PIPELINE_FILE_MISSING', fix: expect.any(String) } });
  });

  it('ends with 3 where no server answers, or a service is missing there', async () => {
    const file = await pipeline('alone', { score: bleu });
    expect(await tlc('run', file, '--server', 'nats://127.0.0.1:1')).toMatchObject({
      code: 3,
      notes: expect.stringContaining('SERVER_UNREACHABLE'),
    });
    const { startServer } = await import('#messaging');
    const server = await startServer({ store: join(base, 'empty') });
    try {
      const { code, notes } = await tlc('run', file, '--server', server.url);
      expect(code).toBe(3);
      expect(notes).toContain('no service answers as');
    } finally {
      await server.stop();
    }
  });
});

describe('a run', () => {
  it('computes once, then answers from what is there, and can be looked at', async () => {
    const file = await pipeline('texts', { score: bleu, strict: { ...bleu, tokenize: 'none' } });
    const planned = JSON.parse((await tlc('plan', file, '--json')).out);
    expect(planned).toMatchObject({ total: 2, cached: 0 });

    const first = await tlc('run', file, '--json');
    expect(first.code).toBe(0);
    expect(first.notes).toMatch(/texts: 2 steps; run texts-\w+\nthis will take about/);
    expect(first.notes).toMatch(/✓ score {2}.*bleu/);
    const result = JSON.parse(first.out);
    expect(result).toMatchObject({
      status: 'completed',
      steps: [{ name: 'score', summary: { bleu: expect.any(Number) } }, {}],
    });
    expect(await readFile(result.report, 'utf8')).toContain('<!doctype html>');

    const second = await tlc('run', file);
    expect(second).toMatchObject({ code: 0, notes: expect.stringContaining('all 2 steps were done before') });
    expect((await tlc('plan', file)).out).toContain('there already');

    const runs = JSON.parse((await tlc('status', '--json')).out);
    expect(runs).toMatchObject([{ run: result.run, status: 'completed' }]);
    expect((await tlc('status', result.run)).out).toMatch(/score +completed/);
    expect((await tlc('logs', result.run)).out).toMatch(/score {2}started by evaluation/);
    expect((await tlc('report', result.run)).notes).toContain('report: ');

    const compared = await tlc('compare', result.run, result.run, '--json');
    expect(JSON.parse(compared.out)).toMatchObject({
      first: result.run,
      second: result.run,
      figures: expect.any(Array),
    });
    expect(await tlc('compare', result.run, 'nothing-1')).toMatchObject({ code: 2 });

    const [artifact] = JSON.parse((await tlc('artifacts', 'list', '--kind', 'scores', '--json')).out);
    expect((await tlc('artifacts', 'lineage', artifact.id.slice(0, 12))).out).toContain('evaluate.texts');
    expect((await tlc('artifacts', 'export', artifact.id, 'exported')).code).toBe(0);
    expect(await readdir(join(base, 'exported'))).toContain('scores.json');
    expect(await tlc('artifacts', 'export', artifact.id, 'exported')).toMatchObject({ code: 2 });
    const would = JSON.parse((await tlc('clean', '--max-size', '0', '--dry-run', '--json')).out);
    expect(would).toMatchObject({ removed: false, bytes: expect.any(Number) });
    expect(would.items[0].what).toContain('evaluate.texts');
    const unasked = await tlc('clean', '--max-size', '0');
    expect(unasked).toMatchObject({ code: 2, notes: expect.stringContaining('--yes') });
    expect((await tlc('artifacts', 'remove', artifact.id)).code).toBe(0);
    expect(await tlc('artifacts', 'show', artifact.id)).toMatchObject({ code: 2 });
    expect(existsSync(join(base, 'home', 'up.json'))).toBe(false);
  });

  it('takes values for the keys of `set`, and says each time what is left out for want of its files', async () => {
    const steps = {
      score: { ...bleu, tokenize: '${set.tokenize}' },
      more: { ...bleu, references: ['./reference.txt', '${set.second}'], when: 'present' },
    };
    const file = await pipeline('set', steps, { set: { tokenize: 'intl', second: './short.txt' } });
    const set = ['--set', 'tokenize=char', '--set', 'second=./absent.txt'];
    expect(JSON.parse((await tlc('plan', file, '--json')).out)).toMatchObject({ total: 2, warnings: [] });
    expect((await tlc('plan', file, ...set)).out).toMatch(/! more: left out: .*absent\.txt is not there/);
    const { code, out, notes } = await tlc('run', file, ...set, '--json');
    expect(code).toBe(0);
    expect(notes).toMatch(/more: left out: .*absent\.txt is not there/);
    expect(JSON.parse(out).steps).toHaveLength(1);
    expect((await tlc('run', file, ...set)).notes).toMatch(/more: left out: .*\n.*all 1 steps were done before/);
    const { code: refused, notes: why } = await tlc('plan', file, '--set', 'tokenise=char');
    expect([refused, why]).toEqual([2, expect.stringContaining('Did you mean tokenize?')]);
  });

  it('starts the relative paths of a file at its folder, those of stdin at the folder of the command', async () => {
    await mkdir(join(base, 'below'));
    const score = { ...bleu, hypotheses: '../system.txt', references: ['../reference.txt'] };
    const text = JSON.stringify({ name: 'paths', steps: { score } });
    await writeFile(join(base, 'below', 'paths.json'), text);
    expect(await tlc('plan', 'below/paths.json', '--json')).toMatchObject({ code: 0 });
    const { child, ended } = start(['plan', '-', '--json']);
    child.stdin!.end(text);
    const { code, out } = await ended;
    expect([code, JSON.parse(out).error.code]).toEqual([2, 'FILE_MISSING']);
  });

  it('ends with 1 when a step fails, and does the others', async () => {
    const file = await pipeline('failing', {
      bad: { ...bleu, references: ['./short.txt'] },
      good: { ...bleu, max_order: 2 },
    });
    const { code, notes } = await tlc('run', file);
    expect(code).toBe(1);
    expect(notes).toMatch(/✗ bad {2}TEXT_LENGTH_MISMATCH .*1 segment/);
    expect(notes).toContain('✓ good');

    const quiet = await tlc('run', file, '--quiet');
    expect(quiet).toMatchObject({ code: 1, out: expect.any(String) });
    expect(quiet.notes).toMatch(/^✗ bad {2}TEXT_LENGTH_MISMATCH [^✓]*the run failed; finished steps are kept\n$/);
  });

  it('trains and evaluates in WebAssembly, with one notice on stderr and lineage that says so', async () => {
    await mkdir(join(base, 'few'), { recursive: true });
    await writeFile(join(base, 'few', 'train.txt'), 'a dog sat\nthe cat sat on the mat\n'.repeat(20));
    await writeFile(join(base, 'few', 'dev.txt'), 'the cat sat\n');
    const stop = { steps: 2 };
    const architecture = { layers: 1, hidden_size: 8, heads: 1, max_positions: 16 };
    const file = await pipeline('wasm', {
      vocabulary: { do: 'tokenizer.learn', corpus: './few', vocab_size: 100 },
      data: { do: 'dataset.encode', tokenizer: 'vocabulary', text: './few', max_length: 16 },
      model: { do: 'model.pretrain', dataset: 'data', architecture, stop },
      further: { do: 'model.pretrain', dataset: 'data', model: 'model', stop },
      score: { do: 'evaluate', model: 'further', dataset: 'data', measure: ['perplexity'] },
    });
    const { code, out, notes } = await start(['run', file, '--json'], 'wasm', { TLC_ENGINE: 'wasm' }).ended;
    expect({ code, notes: notes.match(/WebAssembly computes/g) }).toEqual({ code: 0, notes: ['WebAssembly computes'] });
    const { steps } = JSON.parse(out) as { steps: { name: string; artifact: string }[] };
    const { artifact } = steps.find(({ name }) => name === 'further')!;
    const at = (name: string) => readFile(join(base, 'wasm', 'artifacts', artifact, name), 'utf8');
    const backend = '@tensorflow/tfjs-backend-wasm';
    expect(JSON.parse(await at('manifest.json'))).toMatchObject({ environment: { backend, kernels: 'plain' } });
    expect(JSON.parse(await at('lineage.json'))).toMatchObject([{ engine: { backend } }, { engine: { backend } }]);
  });
});

describe('tlc up', () => {
  it('serves the runs of other terminals until it is told to end', async () => {
    const up = start(['up'], 'up');
    await until(() => up.notes().includes('services listen at'));
    const file = await pipeline('served', { score: bleu });
    const { code, notes } = await start(['run', file], 'up').ended;
    expect(notes).toContain('✓ score');
    expect(code).toBe(0);
    up.child.kill('SIGTERM');
    expect(await up.ended).toMatchObject({ code: 0 });
    expect(existsSync(join(base, 'up', 'up.json'))).toBe(false);
  });
});
