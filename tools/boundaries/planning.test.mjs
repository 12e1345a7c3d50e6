import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist/apps/cli/src/main.js');
const base = mkdtempSync(join(tmpdir(), 'tlc-planning-'));
after(() => rmSync(base, { recursive: true }));

/** Writes down, when the process ends, which shared libraries it has loaded. */
const witness = join(base, 'witness.mjs');
const seen = join(base, 'libraries.json');
writeFileSync(
  witness,
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.report.getReport().sharedObjects)));`,
);

/** A model that is there, every method, and what looks at a model. */
const everything = {
  name: 'every-method',
  steps: {
    tuned: { do: 'model.import', from: join(root, 'libs/models/src/fixtures/tiny') },
    pruned: { do: 'compress', with: 'magnitude-pruning', model: 'tuned', config: { sparsity: 0.5 } },
    thin: { do: 'compress', with: 'low-rank', model: 'tuned', config: { rank: 2 } },
    int4: { do: 'compress', with: 'uniform-quantization', model: 'pruned', config: { bits: 4 } },
  },
};
const written = join(base, 'everything.json');
writeFileSync(written, JSON.stringify(everything));

describe('planning', () => {
  const tiny = ['--set', `model=${join(root, 'libs/models/src/fixtures/tiny')}`];
  const cases = [
    [join(root, 'pipelines/sst2.yaml')],
    [join(root, 'pipelines/minilm-sst2.yaml'), ...tiny],
    [join(root, 'pipelines/multi30k-en-de.yaml')],
    [join(root, 'pipelines/multi30k-en-fr.yaml')],
    [written],
  ];
  for (const [pipeline, ...set] of cases) {
    it(`tells sizes and memory without loading TensorFlow or ONNX Runtime: ${pipeline.split('/').at(-1)}`, () => {
      const flags = [
        '--import',
        pathToFileURL(witness).href,
        cli,
        'plan',
        '--json',
        '--home',
        join(base, 'home'),
        pipeline,
        ...set,
      ];
      const plan = JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8', cwd: root }));
      const told = plan.steps.filter(({ operation }) => /model|compress/.test(operation));
      for (const step of told) assert.ok(step.parameters > 0 && step.bytes > 0, JSON.stringify(step));
      const libraries = JSON.parse(readFileSync(seen, 'utf8'));
      assert.ok(libraries.length > 0);
      assert.deepEqual(
        libraries.filter((path) => /tensorflow|tfjs|onnxruntime/.test(path)),
        [],
      );
    });
  }
});
