/** The kernels' products one by one, which JavaScript sees only together: native/products.cc, compiled here. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KERNEL_SETS } from '../setup/kernels.mjs';

const NATIVE = fileURLToPath(new URL('../../libs/engine/native', import.meta.url));
const PROGRAM = fileURLToPath(new URL('native/products.cc', import.meta.url));

/** Compiles the program for an instruction set into a folder, with the flags of the kernels. @returns {string} its path */
export function compileProducts(set, folder) {
  const program = join(folder, 'products');
  const files = [PROGRAM, join(NATIVE, 'kernels.cc'), join(NATIVE, 'threads.cc')];
  const flags = ['-std=c++17', '-O3', '-pthread', '-Wno-psabi', ...KERNEL_SETS[process.arch][set]];
  execFileSync(process.env.CXX || 'g++', [...flags, ...files, '-o', program], { stdio: 'inherit' });
  return program;
}

/** GFLOP/s of x Wᵀ, dy W and dyᵀ x for each shape [rows, inputs, outputs]. @returns {[number, number, number][]} */
export function nativeProducts(program, threads, seconds, shapes) {
  const numbers = [threads, seconds, ...shapes.flat()].map(String);
  return JSON.parse(execFileSync(program, numbers, { encoding: 'utf8' }));
}
