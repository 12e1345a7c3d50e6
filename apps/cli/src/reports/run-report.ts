import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderStore } from '#artifacts';
import { type ReportData, type ReportRequest, collectReport, writeReport } from '#report';

export interface RunReport {
  readonly data: ReportData;
  /** Path of the HTML file. */
  readonly file: string;
}

/** Gathers the report of a run from the results in a store, and writes it as `reports/RUN.html` of a home folder.
 * @param options.keep where the same results were reported before, that file stands: drawing takes longer than all else
 * that a finished pipeline needs
 * @returns undefined where the store has none of the results: a server elsewhere has a store elsewhere
 * @throws TlcError ARTIFACT_CORRUPT, DISK_FULL */
export async function reportRun(
  home: string,
  request: ReportRequest,
  options: { readonly store: FolderStore; readonly keep?: boolean },
): Promise<RunReport | undefined> {
  const data = await collectReport(request, options.store);
  if (data.steps.every(({ config }) => config === undefined)) return undefined;
  const folder = join(home, 'reports');
  const key = keyOf(request);
  const index = readIndex(folder);
  const known = index[key];
  if (options.keep && known !== undefined && existsSync(join(folder, known)))
    return { data, file: join(folder, known) };
  const name = `${request.run}.html`;
  await writeReport(data, join(folder, name));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.json'), `${JSON.stringify({ ...index, [key]: name }, null, 2)}\n`);
  return { data, file: join(folder, name) };
}

/** What decides a report, the run's own name aside. */
function keyOf({ title, compare, steps }: ReportRequest): string {
  const results = steps.map(({ name, artifact, status }) => [name, artifact, status]);
  return createHash('sha256')
    .update(JSON.stringify([title, compare, results]))
    .digest('hex');
}

function readIndex(folder: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
