import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TlcError } from '#contracts';
import { type KernelBlocks, USUAL_BLOCKS } from '#costs';
import { backendPackage } from '../backend.js';
import { processorSets, type InstructionSet } from './instruction-sets.js';

/** That of native/addon.cc whose operations these files call. */
export const INTERFACE = 7;

/** What an addon says of itself. */
export interface Addon {
  readonly interface?: number;
  /** why TensorFlow did not take its operations */
  readonly failure?: string;
  readonly blocks: KernelBlocks;
  /** whether products of bfloat16 can be had */
  readonly bf16: boolean;
  setThreads(count: number): void;
}

/** The addons that set-up built, by instruction set: none when it could not. */
function built(): Partial<Record<InstructionSet, string>> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, '.tlc', 'kernels.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { addons: Record<string, string> }).addons;
    if (folder === dirname(folder)) return {};
  }
}

/**
 * The sets to try, the first one first: the one that TLC_KERNELS names, else those that are built and that the processor has. None for the
 * plain versions.
 *
 * @throws ENGINE_KERNELS when TLC_KERNELS names one that cannot be had
 */
export function setsToTry(
  wanted: string | undefined,
  addons: Partial<Record<InstructionSet, string>>,
  available: readonly InstructionSet[],
): InstructionSet[] {
  if (wanted === 'plain') return [];
  const usable = available.filter((set) => addons[set]);
  if (!wanted) return usable;
  const chosen = usable.filter((set) => set === wanted);
  if (chosen.length) return chosen;
  throw cannot(`TLC_KERNELS is ${wanted}; this machine can run ${['plain', ...usable].join(', ')}.`);
}

const cannot = (message: string, cause?: unknown) => new TlcError('ENGINE_KERNELS', message, { cause });

/** How many threads an operation may use. */
export const threads = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();

function load(): { set: InstructionSet; addon: Addon; path: string } | null {
  // A GPU's tensors are not in this memory
  if (backendPackage !== '@tensorflow/tfjs-node') return null;
  const addons = built();
  const wanted = process.env.TLC_KERNELS;
  const load = createRequire(import.meta.url);
  for (const set of setsToTry(wanted, addons, processorSets())) {
    const path = addons[set]!;
    let addon: Addon;
    try {
      addon = load(path) as Addon;
    } catch (error) {
      // A cache that was removed or copied from another system: unless these were asked for, there are others
      if (wanted) throw cannot(`TLC_KERNELS is ${wanted}, and ${path} does not load.`, error);
      continue;
    }
    checkAddon(addon, path);
    addon.setThreads(threads);
    return { set, addon, path };
  }
  return null;
}

/**
 * Refuses an addon that loads and cannot be used.
 *
 * @throws ENGINE_KERNELS
 */
export function checkAddon(addon: Pick<Addon, 'interface' | 'failure'>, path: string): void {
  // Called with what they do not expect, they would write where they must not
  if (addon.interface !== INTERFACE) throw cannot(`The kernels in ${path} were built from other sources than these.`);
  if (addon.failure !== undefined) throw cannot(`TensorFlow did not take the kernels in ${path}: ${addon.failure}.`);
}

const loaded = load();

/** The instruction set of the kernels that compute here, or null where the plain versions do. */
export const kernelSet: InstructionSet | null = loaded?.set ?? null;

/** Whether they have products of bfloat16: those for AVX-512, on a processor that has AVX512_BF16. */
export const kernelsHaveBf16: boolean = loaded?.addon.bf16 ?? false;

/** The kernels' own sizes, or, where the plain versions compute, the usual ones. */
export const kernelBlocks = (): KernelBlocks => loaded?.addon.blocks ?? USUAL_BLOCKS;

/** The file that they were loaded from. */
export const kernelFile: string | null = loaded?.path ?? null;

/** How many threads share a kernel's work from now on. Its results have the same bits for any number. */
export function setKernelThreads(count: number): void {
  loaded?.addon.setThreads(count);
}
