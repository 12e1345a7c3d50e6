import { readFileSync } from 'node:fs';

/** What the kernels are compiled for. */
export type InstructionSet = 'avx512' | 'avx2' | 'neon' | 'baseline';

/** Names in /proc/cpuinfo of what each set needs. The system leaves out what it does not save between processes. */
const NEEDS: readonly (readonly [InstructionSet, readonly string[]])[] = [
  ['avx512', ['avx512f', 'avx512bw', 'avx512dq', 'avx512vl', 'avx2', 'fma']],
  ['avx2', ['avx2', 'fma']],
];

/** The sets that this processor has, the best first. */
export function processorSets(cpuinfo = readCpuinfo(), architecture: string = process.arch): InstructionSet[] {
  if (architecture === 'arm64') return ['neon'];
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1].trim().split(' '));
  const wide = NEEDS.filter(([, needed]) => needed.every((flag) => flags.has(flag))).map(([set]) => set);
  return [...wide, 'baseline'];
}

/** Empty where there is no such file: then the processor is taken for the least. */
function readCpuinfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
