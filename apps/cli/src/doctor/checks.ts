import { execFile } from 'node:child_process';
import { readFile, readdir, stat, statfs } from 'node:fs/promises';
import { availableParallelism, homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { bytes } from '#report';

const execute = promisify(execFile);

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly isFine: boolean;
  /** What was found, or what is wrong. */
  readonly found: string;
  /** What to do where it is not fine. */
  readonly fix?: string;
}

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));

const SETUP = 'run set-up again (npm start); docs/setup.md lists each way to supply it';

/** Looks at everything that TLC needs of the machine. */
export async function checkMachine(home: string): Promise<Check[]> {
  const native = await readNative();
  return [
    checkNode(),
    ...(await Promise.all([checkServer(), checkLibrary(native), checkEngine(), checkDisk(home), checkCache()])).flat(),
    { name: 'processors', isFine: true, found: `${availableParallelism()}, ${bytes(totalmem())} of memory` },
  ];
}

interface Native {
  readonly tensorflow?: { readonly lib: string; readonly version: string; readonly source: string };
  readonly binding?: { readonly path: string; readonly compiler: string };
  /** why neither is there */
  readonly without?: { readonly reason: string };
}

/** What set-up wrote down. */
async function readNative(): Promise<Native> {
  try {
    return JSON.parse(await readFile(join(ROOT, '.tlc', 'native.json'), 'utf8')) as Native;
  } catch {
    return {};
  }
}

function checkNode(): Check {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isFine = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return { name: 'node', isFine, found: process.version, fix: 'install Node 20.19 or newer' };
}

async function checkServer(): Promise<Check> {
  try {
    const { findServerProgram } = await import('#messaging');
    const path = findServerProgram();
    const { stdout } = await execute(path, ['--version']);
    return { name: 'nats-server', isFine: true, found: `${stdout.trim()} (${path})` };
  } catch (error) {
    return { name: 'nats-server', isFine: false, found: (error as Error).message, fix: SETUP };
  }
}

function checkLibrary({ tensorflow, binding, without }: Native): Check[] {
  if (without) {
    // Set-up was asked for none, or could have none
    const isFine = without.reason.startsWith('TLC_ENGINE');
    return [{ name: 'TensorFlow', isFine, found: `no native library: ${without.reason}`, fix: SETUP }];
  }
  const library = tensorflow
    ? { isFine: true, found: `${tensorflow.version}, ${tensorflow.source}` }
    : { isFine: false, found: 'set-up has not noted one', fix: SETUP };
  const built = binding
    ? { isFine: true, found: `built by ${binding.compiler}` }
    : { isFine: false, found: 'set-up has not noted one', fix: SETUP };
  return [
    { name: 'TensorFlow', ...library },
    { name: 'binding', ...built },
  ];
}

interface Probe {
  readonly backend: string;
  readonly tfjs: string;
  readonly tensorflow: string;
  readonly threads: number;
  readonly kernels: string;
  readonly instructionSet: string;
  readonly processor: string;
  readonly gflops: number;
  /** products of bfloat16, or why there are none */
  readonly bf16: { readonly gflops: number } | { readonly reason: string };
}

function engineOf({ backend, tfjs, tensorflow, threads }: Probe): string {
  if (tensorflow === 'none') return `WebAssembly: ${backend} ${tfjs}, one thread; slow, for want of a native library`;
  return `${backend} ${tfjs} over TensorFlow ${tensorflow}, ${threads} threads`;
}

async function checkEngine(): Promise<Check[]> {
  const script = fileURLToPath(new URL('./engine-probe.js', import.meta.url));
  try {
    const { stdout } = await execute(process.execPath, [script], { timeout: 60_000, cwd: ROOT });
    const probe = JSON.parse(stdout) as Probe;
    const fine = (name: string, found: string): Check => ({ name, isFine: true, found });
    return [
      fine('engine', engineOf(probe)),
      fine('kernels', probe.kernels === 'plain' ? 'none of its own: plain TensorFlow.js' : `own, for ${probe.kernels}`),
      fine('instruction set', `${probe.instructionSet} (${probe.processor})`),
      fine('matrix product', `${probe.gflops.toFixed(0)} GFLOP/s (float32, 1024 x 1024)`),
      fine('bfloat16', 'gflops' in probe.bf16 ? `${probe.bf16.gflops.toFixed(0)} GFLOP/s` : `no: ${probe.bf16.reason}`),
    ];
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const reason = /TlcError[^\n]*/.exec(stderr ?? '')?.[0] ?? message.split('\n')[0];
    return [{ name: 'engine', isFine: false, found: reason, fix: SETUP }];
  }
}

async function checkDisk(home: string): Promise<Check> {
  const { bavail, bsize } = await statfs(home).catch(() => statfs('.'));
  const free = bavail * bsize;
  const used = await folderBytes(home);
  const found = `${bytes(free)} free; ${home} holds ${bytes(used)}`;
  return { name: 'disk', isFine: free > 1e9, found, fix: 'free some space: a run may need a gigabyte' };
}

async function checkCache(): Promise<Check> {
  const base = process.env.TLC_CACHE ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tlc');
  return { name: 'cache', isFine: true, found: `${base} holds ${bytes(await folderBytes(base))}` };
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
