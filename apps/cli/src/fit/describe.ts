import type { Candidate, Predicted, RecommendAnswer } from '#contracts';
import { bytes, duration } from '#report';
import { listTable } from '../terminal/list-table.js';
import type { Colours, Terminal } from '../terminal/terminal.js';

/** Classes that are told by name. */
const NAMED = 6;

/** What the look at the data found, a line each. */
export function describeLook({ look, metric }: RecommendAnswer, colours: Colours): string[] {
  const { kind, texts, label, rows, classes, words, doubts } = look;
  const splits = Object.entries(rows).map(([split, count]) => `${split} ${count.toLocaleString('en')}`);
  const named = (classes ?? []).slice(0, NAMED).map((each) => `${each.name} ${each.rows.toLocaleString('en')}`);
  const more = (classes?.length ?? 0) > NAMED ? ', …' : '';
  return [
    `${kind === 'regression' ? 'scores' : `${classes?.length} classes`} in ${JSON.stringify(label)}, texts in ${texts.map((text) => JSON.stringify(text)).join(' and ')}`,
    `rows: ${splits.join(', ')}; words of a text: ${words.median} at the median, up to ${words.most}`,
    ...(named.length > 0 ? [`classes: ${named.join(', ')}${more}`] : []),
    `measured by ${metric}`,
    ...doubts.map((doubt) => `${colours.yellow('!')} ${doubt}`),
  ];
}

/** The choice, the runners-up and why, as text. */
export function describeChoice(answer: RecommendAnswer, terminal: Pick<Terminal, 'width' | 'dataColours'>): string {
  const { choice, runners_up: others = [], because = [], metric } = answer;
  if (!choice) return '';
  const all = [choice, ...others];
  const isNew = all.some(({ scratch }) => scratch);
  const rows = all.map((candidate, i) => [
    i === 0 ? terminal.dataColours.bold('choice') : 'instead',
    ...(isNew ? [beginningOf(candidate)] : []),
    String(candidate.layers),
    candidate.bits === 32 ? 'float32' : `${candidate.bits} bits`,
    candidate.vocabulary.toLocaleString('en'),
    bytes(candidate.bytes),
    `${candidate.latency_ms.toPrecision(2)} ms`,
    duration(candidate.seconds),
    predicted(candidate.quality),
  ]);
  const head = [
    '',
    ...(isNew ? ['from'] : []),
    'layers',
    'weights',
    'pieces',
    'size',
    'latency',
    'training',
    `${metric}, expected`,
  ];
  return [listTable(head, rows, terminal), '', ...because].join('\n');
}

/** What a candidate begins as. */
function beginningOf({ scratch }: Candidate): string {
  if (!scratch) return 'pre-trained';
  return scratch.pretrain_share > 0 ? 'scratch, text first' : 'scratch';
}

/** `86.1 % (83.9 to 88.0)` */
export function predicted({ value, low, high }: Predicted): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${percent(value)} % (${percent(low)} to ${percent(high)})`;
}

/** What was expected beside what came out. */
export function describeResult(
  metric: string,
  { quality, bytes: size, latency_ms: latency, seconds }: Candidate,
  measured: Readonly<Record<string, number | undefined>>,
  terminal: Pick<Terminal, 'width' | 'dataColours'>,
): string {
  const shown = (value: number | undefined, show: (value: number) => string) =>
    value === undefined ? '' : show(value);
  const rows = [
    [metric, predicted(quality), shown(measured[metric], (value) => `${(100 * value).toFixed(1)} %`)],
    ['size', bytes(size), shown(measured.bytes, bytes)],
    ['latency', `${latency.toPrecision(2)} ms`, shown(measured.latency, (value) => `${value.toPrecision(2)} ms`)],
    ['training', duration(seconds), shown(measured.seconds, duration)],
  ];
  return listTable(['', 'expected', 'measured'], rows, terminal);
}
