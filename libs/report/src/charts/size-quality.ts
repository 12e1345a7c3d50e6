import type { Measure } from '#contracts';
import type { Row } from '../collect/data.js';
import { bytes, isShare, measured } from '../quantities.js';
import { NINETY_FIVE, shareVariance } from '../share-error.js';
import { FAINT, INK, LINE, PAPER, SERIES, SYMBOLS, axis, renderChart } from './render.js';

/** Size against quality: a labelled point a model with its sampling interval, a line to what was made of it; undefined
 * where no two rows have both. */
export function sizeQuality(rows: readonly Row[]): string | undefined {
  const name = rows.find(({ quality }) => quality)?.quality?.name;
  const shown = rows.filter((row) => row.bytes !== undefined && row.quality?.name === name) as (Row &
    Required<Pick<Row, 'bytes' | 'quality'>>)[];
  if (shown.length < 2 || name === undefined) return undefined;
  const isPercent = isShare(shown[0].quality);
  const place = (row: (typeof shown)[number]) => [row.bytes / 1e6, (isPercent ? 100 : 1) * row.quality.value];
  const roots = [...new Set(shown.map(rootOf))];
  const paths = shown.flatMap((row) => {
    const parent = shown.filter((other) => row.ancestors.includes(other.artifact)).at(-1);
    return parent ? [[place(parent), place(row)]] : [];
  });
  const intervals = shown.flatMap((row) => {
    const [x, y] = place(row);
    const half = intervalOf(row.quality);
    return half === undefined
      ? []
      : [
          [
            [x, Math.max(0, y - 100 * half)],
            [x, Math.min(100, y + 100 * half)],
          ],
        ];
  });
  const sizes = shown.map(({ bytes: value }) => value / 1e6);
  const [least, most] = [Math.min(...sizes) / 1.4, Math.max(...sizes) * 1.8];
  const option = {
    grid: { left: 64, right: 32, top: 32, bottom: 56 },
    xAxis: axis('size in MB (logarithmic)', {
      type: 'log',
      nameLocation: 'middle',
      nameGap: 34,
      min: least,
      max: most,
      axisTick: { show: true, lineStyle: { color: LINE }, customValues: ticks(least, most) },
      axisLabel: { color: INK, fontSize: 12, customValues: ticks(least, most) },
      splitLine: { show: false },
    }),
    yAxis: axis(isPercent ? `${name} in %` : name, {
      type: 'value',
      scale: true,
      nameLocation: 'end',
      nameGap: 12,
      ...(isPercent && percents([...shown.map((row) => place(row)[1]), ...intervals.flat().map(([, y]) => y)])),
    }),
    series: [
      ...paths.map((data) => ({
        type: 'line',
        data,
        symbol: 'none',
        z: 2,
        lineStyle: { color: INK, opacity: 0.45, width: 1.5, type: [4, 4] },
      })),
      ...intervals.map((data) => ({
        type: 'line',
        data,
        symbol: 'none',
        z: 2,
        lineStyle: { color: FAINT, width: 1.5 },
      })),
      ...roots.map((root, index) => ({
        type: 'scatter',
        z: 3,
        data: shown.filter((row) => rootOf(row) === root).map((row) => ({ value: place(row), name: row.name })),
        symbol: SYMBOLS[index % SYMBOLS.length],
        symbolSize: 14,
        itemStyle: { color: SERIES[index % SERIES.length], borderColor: PAPER, borderWidth: 1.5, opacity: 1 },
        label: {
          show: true,
          formatter: '{b}',
          position: 'right',
          offset: [2, -10],
          color: INK,
          fontSize: 13,
          opacity: 1,
        },
        labelLayout: { dy: -12, hideOverlap: false, moveOverlap: 'shiftY' },
      })),
    ],
  };
  const description = shown
    .map((row) => `${row.name}: ${bytes(row.bytes)}, ${name} ${measured(row.quality)}`)
    .join('; ');
  return renderChart(option, { width: 760, height: 420, title: `Size and ${name}`, description: `${description}.` });
}

/** 1, 2 and 5 of each power of ten. */
function ticks(least: number, most: number): number[] {
  const powers = Array.from({ length: 15 }, (_, index) => 10 ** (index - 6));
  const all = powers.flatMap((power) => [1, 2, 5].map((digit) => Number((digit * power).toPrecision(1))));
  return all.filter((tick) => tick >= least && tick <= most);
}

/** Half of the 95 % interval of a share. */
function intervalOf(measure: Measure): number | undefined {
  const variance = shareVariance(measure);
  return variance === undefined ? undefined : NINETY_FIVE * Math.sqrt(variance);
}

/** Ends of an axis of percents: a little beyond what is drawn, and never beyond all. */
function percents(drawn: readonly number[]): { readonly min: number; readonly max: number } {
  return {
    min: Math.max(0, Math.floor(Math.min(...drawn) - 1)),
    max: Math.min(100, Math.ceil(Math.max(...drawn) + 1)),
  };
}

/** What was trained first: models that share it have one symbol. */
const rootOf = (row: Row) => row.ancestors[0] ?? row.artifact;
