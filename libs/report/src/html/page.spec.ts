import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import { collectReport } from '../collect/collect.js';
import { sampleRun } from '../fixtures/sample-run.js';
import { writeReport } from '../write-report.js';
import { htmlReport } from './page.js';

it('a report is one page that loads nothing and holds text of others as text', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-page-'));
  try {
    const store = await openFolderStore(home);
    const file = join(home, 'reports', 'sample.html');
    await writeReport(await collectReport(await sampleRun(store), store), file);
    const html = await readFile(file, 'utf8');
    if (process.env.TLC_KEEP_REPORT)
      await writeReport(await collectReport(await sampleRun(store), store), process.env.TLC_KEEP_REPORT);
    expect(html.match(/<script|<link|src=|url\((?!#)|@import/)).toBeNull();
    expect(html.match(/https?:\/\/[^"\s]+/g)?.filter((url) => !url.includes('www.w3.org')) ?? []).toEqual([]);
    expect(html.includes('<h1>SST-2: large, then &lt;compressed&gt;</h1>')).toBe(true);
    expect(html).not.toContain('<h2>GLUE</h2>');
    expect(html.match(/<svg role="img"/g)).toHaveLength(4);
    expect(html.includes('<desc id="size-and-accuracy-description">small: 6.25 MB, accuracy 79.13 %')).toBe(true);
  } finally {
    await rm(home, { recursive: true });
  }
});

it('a report has GLUE’s table, of results that others may have named', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-page-'));
  try {
    const store = await openFolderStore(home);
    const data = await collectReport(await sampleRun(store), store);
    const score = { mean: 0.5, half_width: 0.01, values: [0.49, 0.51] };
    const row = { task: '<RTE>', measures: [{ name: 'accuracy', split: 'dev', ...score }], score, models: ['a', 'b'] };
    const glue = [{ step: 'glue', artifact: 'a', signature: 's', rows: [row], average: score, absent: [] }];
    const html = htmlReport({ ...data, glue });
    expect(html).toContain('<tr><th scope="row">&lt;RTE&gt;</th><td>accuracy</td><td>50.00 ± 1.00</td>');
    expect(html).toContain('<h2>GLUE</h2>');
  } finally {
    await rm(home, { recursive: true });
  }
});
