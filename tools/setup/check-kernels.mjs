#!/usr/bin/env node
/**
 * `node tools/setup/check-kernels.mjs`: compiles the kernels with their check for each instruction set of this machine, under AddressSanitizer and
 * UndefinedBehaviorSanitizer, and runs it; without a compiler that has them it says so, and that is all. `node tools/setup/check-kernels.mjs arm64` cross-compiles for ARM and runs it in qemu's user emulation.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { KERNEL_SETS } from './kernels.mjs';

const sources = fileURLToPath(new URL('../../libs/engine/native', import.meta.url));
const SANITIZERS = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'];
const NEEDS = /** @type {Record<string, string>} */ ({ avx512: 'avx512vl', avx2: 'avx2' });

/** @typedef {{ name: string, compiler: string, flags: string[], runner: string[] }} Target */

/** @returns {Promise<Target[]>} */
async function targetsHere() {
  const cpuinfo = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return Object.entries(KERNEL_SETS[process.arch] ?? {})
    .filter(([set]) => !NEEDS[set] || cpuinfo.includes(` ${NEEDS[set]} `))
    .map(([name, flags]) => ({
      name,
      compiler: process.env.CXX || 'g++',
      flags: [...flags, ...SANITIZERS],
      runner: [],
    }));
}

/** @type {Target} */
const ARM = {
  name: 'neon',
  compiler: 'aarch64-linux-gnu-g++',
  // -O2: g++ 12 fails on the check's own code at -O3 for ARM
  flags: ['-O2', '-static'],
  runner: ['qemu-aarch64'],
};

/** Whether a program of this target can be built and run here. @param {Target} target @param {string} folder */
async function canCheck({ compiler, flags, runner }, folder) {
  const [source, program] = [join(folder, 'empty.cc'), join(folder, 'empty')];
  await writeFile(source, 'int main() { return 0; }\n');
  if ((await runChild(compiler, ['-std=c++17', '-pthread', ...flags, source, '-o', program])).code !== 0) return false;
  const [command, ...args] = [...runner, program];
  return (await runChild(command, args)).code === 0;
}

/** @param {Target} target @param {string} folder */
async function check({ name, compiler, flags, runner }, folder) {
  const program = join(folder, name);
  const files = ['check/check.cc', 'kernels.cc', 'threads.cc'].map((file) => join(sources, file));
  const built = await runChild(compiler, ['-std=c++17', '-pthread', '-Wno-psabi', ...flags, ...files, '-o', program]);
  if (built.code !== 0) return { name, ...built };
  const [command, ...args] = [...runner, program];
  return { name, ...(await runChild(command, args)) };
}

const folder = await mkdtemp(join(tmpdir(), 'tlc-check-kernels-'));
try {
  for (const target of process.argv[2] === 'arm64' ? [ARM] : await targetsHere()) {
    if (!(await canCheck(target, folder))) {
      console.log(
        `${target.name}: skipped, for ${[target.compiler, ...target.flags, ...target.runner].join(' ')} does not work here`,
      );
      continue;
    }
    const { name, code, output } = await check(target, folder);
    console.log(`${name}: ${output.trim()}`);
    if (code !== 0) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true });
}
