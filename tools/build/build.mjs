#!/usr/bin/env node
/** Compiles apps/ and libs/ to dist/ with swc, only the files that changed: a stamp beside each output holds the hash
 * of its source and of the compiler's settings. Tests stay out. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const stampFile = join(dist, '.build.json');

const hash = (text) => createHash('sha256').update(text).digest('hex');

async function sources(folder) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => /\/src\//.test(file) && !/\.spec\.ts$|\/fixtures\/|\.d\.ts$/.test(file))
    .filter((file) => /\.(ts|json|proto|html|css)$/.test(file));
}

async function main() {
  const settings = await readFile(join(root, '.swcrc'), 'utf8');
  const previous = JSON.parse(await readFile(stampFile, 'utf8').catch(() => '{}'));
  const stamps = {};
  const stale = [];
  for (const file of [...(await sources('apps')), ...(await sources('libs'))]) {
    const text = await readFile(join(root, file), 'utf8');
    stamps[file] = hash(settings + text);
    if (previous[file] !== stamps[file]) stale.push(file);
  }
  for (const file of Object.keys(previous)) {
    if (!(file in stamps)) await rm(join(dist, file.replace(/\.ts$/, '.js')), { force: true });
  }
  if (stale.length > 0) await compile(stale, settings);
  await mkdir(dist, { recursive: true });
  await writeFile(stampFile, JSON.stringify(stamps));
}

async function compile(files, settings) {
  const swc = await import('@swc/core');
  const options = JSON.parse(settings);
  delete options.$schema;
  await Promise.all(
    files.map(async (file) => {
      const out = join(dist, file.replace(/\.ts$/, '.js'));
      await mkdir(dirname(out), { recursive: true });
      if (!file.endsWith('.ts')) return cp(join(root, file), out);
      const { code } = await swc.transformFile(join(root, file), { ...options, swcrc: false });
      return writeFile(out, code);
    }),
  );
}

await main();
