/** Benchmark of every family: a step of its classifier beside Transformers' own class in eager PyTorch, in turn. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { besides, inTurn, median } from './in-turn.mjs';
import { findPython, limitedTo, runScript } from './peer.mjs';

const SHAPE = 'bert-mini';
/** Of PyTorch's time; DeBERTa's own is the least fused of all, and its attention costs three products. */
const AT_MOST = { 'deberta-v2': 0.9 };
/** Of PyTorch's peak memory. */
const MEMORY = { at_most: 0.6 };

const dist = (path) => import(new URL(`../../dist/libs/${path}`, import.meta.url).href);

export async function benchFamilies(progress, { rounds, measure, threads }) {
  const { FAMILIES } = await dist('families/src/index.js');
  const limited = limitedTo(threads);
  const python = findPython(progress, ['transformers']);
  const rows = [];
  for (const { id, files } of FAMILIES.filter(({ isStatic }) => !isStatic)) {
    const folder = mkdtempSync(join(tmpdir(), 'tlc-bench-family-'));
    try {
      const flags = ['--folder', folder, '--seconds', '4'];
      const ours = [...flags, '--family', id, '--shape', SHAPE];
      const sides = {
        TLC: () => runScript('family-step.mjs', ours, undefined, limited),
        // A family of TLC's own has no class in Transformers
        ...(python &&
          !files.own?.includes(id) && {
            PyTorch: () =>
              runScript('peers/family_step.py', threads ? [...flags, '--threads', threads] : flags, python),
          }),
      };
      const { TLC, PyTorch } = await inTurn(`${id} ${SHAPE}`, sides, { rounds, measure, progress });
      if (PyTorch) sameModel(id, TLC[0], PyTorch[0]);
      rows.push(...rowsOf(TLC, PyTorch, { at_most: AT_MOST[id] ?? 0.85 }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return rows;
}

/** A ratio of two models that differ would say nothing. */
function sameModel(id, ours, peers) {
  const difference = Math.abs(ours.first_loss - peers.first_loss);
  if (!(difference < 1e-4)) throw new Error(`${id}: losses before training are ${difference} apart`);
}

function rowsOf(ours, peers, wanted) {
  const [time, processor, memory] = ['median_ms', 'processor_ms', 'peak_memory_mb'].map((key) => (run) => run[key]);
  const row = (what, figure, unit, limits) => ({
    name: `${ours[0].case}, ${what}`,
    value: median(ours, figure),
    unit,
    ...(peers && { beside: { PyTorch: besides(ours, peers, figure, limits) } }),
  });
  return [
    row('step', time, 'ms', wanted),
    row('processor time of a step', processor, 'ms', wanted),
    row('peak memory', memory, 'MB', MEMORY),
  ];
}
