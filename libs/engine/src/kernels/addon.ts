import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TlcError } from '#contracts';
import { backendPackage } from '../backend.js';
import { processorSets, type InstructionSet } from './instruction-sets.js';

interface Addon {
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
 * The set to load: the one that TLC_KERNELS names, else the best that is built and that the processor has. Null for the plain versions.
 *
 * @throws ENGINE_KERNELS when TLC_KERNELS names one that cannot be had
 */
export function chosenSet(
  wanted: string | undefined,
  addons: Partial<Record<InstructionSet, string>>,
  available: readonly InstructionSet[],
): InstructionSet | null {
  if (!wanted || wanted === 'plain') return null;
  const usable = available.filter((set) => addons[set]);
  const chosen = usable.find((set) => set === wanted);
  if (chosen) return chosen;
  throw new TlcError(
    'ENGINE_KERNELS',
    `TLC_KERNELS is ${wanted}; this machine can run ${['plain', ...usable].join(', ')}.`,
    { details: { wanted, usable, built: Object.keys(addons) } },
  );
}

/** How many threads an operation may use. */
export const threads = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();

function load(): { set: InstructionSet; addon: Addon } | null {
  // A GPU's tensors are not in this memory
  if (backendPackage !== '@tensorflow/tfjs-node') return null;
  const addons = built();
  const set = chosenSet(process.env.TLC_KERNELS, addons, processorSets());
  if (!set) return null;
  const addon = createRequire(import.meta.url)(addons[set]!) as Addon;
  addon.setThreads(threads);
  return { set, addon };
}

const loaded = load();

/** The instruction set of the kernels that compute here, or null where the plain versions do. */
export const kernelSet: InstructionSet | null = loaded?.set ?? null;

/** How many threads share a kernel's work from now on. Its results have the same bits for any number. */
export function setKernelThreads(count: number): void {
  loaded?.addon.setThreads(count);
}
