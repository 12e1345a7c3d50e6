import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTags } from '#artifacts';

const MAIN = fileURLToPath(new URL('../../../../dist/apps/cli/src/main.js', import.meta.url));
const ID = '3f2a'.repeat(16);

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-completion-'));
  await mkdir(join(base, '.tlc', 'artifacts', ID), { recursive: true });
  await openTags(join(base, '.tlc')).set('sentiment:1', ID);
  await mkdir(join(base, 'pipelines'));
  for (const name of ['glue.yaml', 'sst2.yaml', 'notes.md']) await writeFile(join(base, 'pipelines', name), '');
  await writeFile(join(base, 'reviews.csv'), '');
  await writeFile(join(base, '$(touch hacked).yaml'), '');
  const { stdout } = spawnSync(process.execPath, [MAIN, 'completion', 'bash'], { encoding: 'utf8' });
  // What is typed is completed by the program, and shown in its place
  const shown = `tlc() { if [ "$1" = complete ]; then ${process.execPath} ${MAIN} "$@"; else printf 'typed<%s>\\n' "$*"; fi; }`;
  await writeFile(join(base, 'rc'), `${stdout}\n${shown}\nPS1=\nbind 'set enable-bracketed-paste off'\n`);
});
afterAll(() => rm(base, { recursive: true }));

/** What a line becomes that is typed into an interactive bash with a terminal. */
async function typed(line: string): Promise<string | undefined> {
  const shell = 'bash --noprofile --rcfile rc -i';
  const env = { ...process.env, TLC_HOME: '', TERM: 'dumb', HISTFILE: '' };
  const child = spawn('script', ['-qec', shell, '/dev/null'], { cwd: base, env });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stdin.end(`${line}\nexit\n`);
  await once(child, 'close');
  return /typed<(.*)>/.exec(out)?.[1];
}

const hasScript = spawnSync('script', ['--version']).status === 0;

(hasScript ? describe : describe.skip)('a line that is typed into bash, with tabs', () => {
  it.each([
    ['a command', 'tlc pla\t', 'plan '],
    ['a command of commands', 'tlc artifacts lin\t', 'artifacts lineage '],
    ['an option', 'tlc run --par\t', 'run --parallel '],
    ['a pipeline, and no other file', 'tlc run pip\ts\t', 'run pipelines/sst2.yaml '],
    ['any file, where no pipeline begins so', 'tlc plan pipelines/no\t', 'plan pipelines/notes.md '],
    ['a file of data', 'tlc fit rev\t', 'fit reviews.csv '],
    ['an artifact', 'tlc artifacts show 3f\t', 'artifacts show 3f2a3f2a3f2a '],
    ['a model by its name and version', 'tlc predict sentiment:\t', 'predict sentiment:1 '],
    ['a shell', 'tlc completion z\t', 'completion zsh '],
  ])('becomes %s', async (_, line, completed) => {
    expect(await typed(line)).toBe(completed.trim());
  });

  it('runs nothing of what is typed, nor of what files are called', async () => {
    await typed('tlc run $(touch hac\t');
    await typed('tlc run \t\t');
    await expect(readFile(join(base, 'hacked'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it.each(['zsh', 'fish'])('there is a script for %s, which asks for words', (shell) => {
  const { stdout, status } = spawnSync(process.execPath, [MAIN, 'completion', shell], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toContain('tlc complete --');
});
