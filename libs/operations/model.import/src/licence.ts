import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FILES } from '#families';

/** A licence as the hub names them: `apache-2.0`, `cc-by-4.0`. */
const NAME = /^[\w.-]{1,64}$/;
/** Characters of a card that are looked at. */
const HEAD = 20_000;

/** The licence that the card of a model folder names in its front matter; undefined where it says none, or nothing that can
 * be read. */
export async function licenceOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, FILES.card), 'utf8').catch(() => '');
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text.slice(0, HEAD))?.[1];
  try {
    const facts =
      front === undefined ? undefined : (parse(front, { logLevel: 'error' }) as { license?: unknown } | null);
    const { license } = facts ?? {};
    return typeof license === 'string' && NAME.test(license) && license !== 'unknown' ? license : undefined;
  } catch {
    return undefined;
  }
}
