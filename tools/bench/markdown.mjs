#!/usr/bin/env node
/** `node tools/bench/markdown.mjs FILE.json [SECTION …]`: the figures of a benchmark as the tables of docs/results. */
import { readFileSync } from 'node:fs';

const KNOWN = ['name', 'value', 'unit', 'target', 'beside', 'curves'];

const [file, ...wanted] = process.argv.slice(2);
const { results } = JSON.parse(readFileSync(file, 'utf8'));
for (const [section, rows] of Object.entries(results)) {
  if (wanted.length === 0 || wanted.includes(section)) console.log(`${tableOf(section, rows)}\n`);
}

/** A line for each row, and for each peer that it has beside it. */
function tableOf(section, rows) {
  const beside = rows.some((row) => row.beside);
  const more = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => !KNOWN.includes(key))))];
  const head = [section, 'measured', ...(beside ? ['beside', 'ratio (least to most)'] : []), 'wanted', ...more];
  const lines = rows.flatMap((row) => linesOf(row, beside, more));
  return [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function linesOf({ name, value, unit, target, beside = {}, ...rest }, compares, more) {
  const own = [name, `${shown(value)} ${unit ?? ''}`.trim()];
  const extra = more.map((key) => shown(rest[key]));
  const peers = Object.entries(beside);
  if (peers.length === 0) {
    return [[...own, ...(compares ? ['', ''] : []), target === undefined ? '' : `≤ ${target}`, ...extra]];
  }
  return peers.map(([peer, { value: theirs, ratio, least, most, at_most: atMost, at_least: atLeast }], i) => [
    ...(i === 0 ? own : ['', '']),
    `${peer} ${shown(theirs)}`,
    `${shown(ratio)} (${shown(least)} to ${shown(most)})`,
    atMost !== undefined ? `≤ ${atMost}` : atLeast !== undefined ? `≥ ${atLeast}` : '',
    ...extra.map((cell) => (i === 0 ? cell : '')),
  ]);
}

function shown(value) {
  if (typeof value !== 'number') return value ?? '';
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
