import {
  CODEBOOK_KINDS,
  CODEBOOK_PRECISIONS,
  type CodebookKind,
  type CodebookPrecision,
  type CodebookSpec,
  fixedBits,
} from './codebook.js';
import { isWhole, readGroups, type Settings } from './group-settings.js';

/** What `config.json` says of a codebook. */
export function codebookSettings({ kind, bits, granularity, groupSize, precision, coding }: CodebookSpec): Settings {
  return {
    codebook: kind,
    bits,
    granularity,
    ...(groupSize !== undefined && { group_size: groupSize }),
    precision,
    ...(coding && { coding }),
  };
}

/** The codebook that `config.json` tells of; none where that cannot be. */
export function readCodebook(entry: Settings): CodebookSpec | undefined {
  const { codebook: kind, bits, precision, coding } = entry;
  const groups = readGroups(entry);
  if (!groups || !isKind(kind) || !isPrecision(precision)) return undefined;
  if (!isWhole(bits, 1, 8) || bits !== (fixedBits(kind) ?? bits)) return undefined;
  if (coding !== undefined && coding !== 'huffman') return undefined;
  return { kind, bits, ...groups, precision, ...(coding && { coding }) };
}

const isKind = (value: unknown): value is CodebookKind => CODEBOOK_KINDS.some((kind) => kind === value);

const isPrecision = (value: unknown): value is CodebookPrecision => CODEBOOK_PRECISIONS.some((one) => one === value);
