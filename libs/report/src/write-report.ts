import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TlcError } from '#contracts';
import type { ReportData } from './collect/data.js';

/** Writes a report as one HTML file. Loads the charts, which takes a moment.
 * @throws TlcError DISK_FULL, FILE_MISSING */
export async function writeReport(data: ReportData, file: string): Promise<void> {
  const { htmlReport } = await import('./html/page.js');
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.${process.pid}`, htmlReport(data));
    await rename(`${file}.${process.pid}`, file);
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}
