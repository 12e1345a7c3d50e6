/** Benchmarks of scores: `tlc score` beside sacreBLEU, whole commands, of the two systems of WMT17 in the tests. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { besides, inTurn, median } from './in-turn.mjs';
import { findPythonWith } from './peer.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TEXTS = join(ROOT, 'libs/metrics/src/bleu/fixtures/wmt17-en-de');
const MEASURES = {
  BLEU: ['-m', 'bleu'],
  'chrF++': ['-m', 'chrf', '--chrf-word-order', '2'],
  TER: ['-m', 'ter'],
};

export async function benchScores(progress, { rounds, measure }) {
  const python = findPythonWith(progress, ['sacrebleu']);
  const folder = await mkdtemp(join(tmpdir(), 'tlc-scores-'));
  try {
    for (const name of ['ref.de', 'LIUM-NMT.4900']) {
      await writeFile(join(folder, name), gunzipSync(await readFile(join(TEXTS, `${name}.txt.gz`))));
    }
    const rows = [];
    for (const [name, flags] of Object.entries(MEASURES)) {
      const timed = (command, args) => () => {
        const start = performance.now();
        const out = execFileSync(command, [...args, 'ref.de', '-i', 'LIUM-NMT.4900', ...flags], {
          cwd: folder,
          stdio: ['ignore', 'pipe', 'ignore'],
          encoding: 'utf8',
        });
        return { ms: performance.now() - start, out };
      };
      const sides = { tlc: timed(join(ROOT, 'tlc'), ['score']) };
      if (python) sides.sacrebleu = timed(python, ['-m', 'sacrebleu']);
      const { tlc, sacrebleu } = await inTurn(`scores, ${name}`, sides, { rounds, measure, progress });
      if (sacrebleu && sacrebleu[0].out !== tlc[0].out) throw new Error(`${name} differs from sacreBLEU's`);
      const ms = ({ ms }) => ms;
      rows.push({
        name: `${name} of 3,004 segments, the command`,
        value: median(tlc, ms),
        unit: 'ms',
        ...(sacrebleu && { peers: { sacrebleu: besides(tlc, sacrebleu, ms, { at_most: 0.1 }) } }),
      });
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
