import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import { collectReport } from '../collect/collect.js';
import { sampleRun } from '../fixtures/sample-run.js';
import { writeReport } from '../write-report.js';

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
    expect(html.match(/<svg role="img"/g)).toHaveLength(4);
    expect(html.includes('<desc id="size-and-accuracy-description">small: 6.25 MB, accuracy 79.13 %')).toBe(true);
  } finally {
    await rm(home, { recursive: true });
  }
});
