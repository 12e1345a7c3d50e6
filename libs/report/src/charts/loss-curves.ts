import type { Curve, Phase } from '../collect/data.js';
import { DASHES, INK, SERIES, axis, renderChart } from './render.js';

const TITLES: Readonly<Record<Phase, string>> = {
  pretrain: 'Pre-training: loss of masked tokens',
  train: 'Training: loss on the task',
  finetune: 'Fine-tuning: loss on the task',
  compress: 'Training within compression: loss on the task',
};

/** Points of a curve beyond these are averaged: a page holds no more. */
const MOST_POINTS = 400;

/** A chart for each kind of training: loss over seconds, a line for each step. */
export function lossCurves(curves: readonly Curve[]): { readonly title: string; readonly svg: string }[] {
  return (['pretrain', 'train', 'finetune', 'compress'] as const).flatMap((phase) => {
    const chosen = curves.filter((curve) => curve.phase === phase);
    return chosen.length === 0 ? [] : [{ title: TITLES[phase], svg: chart(TITLES[phase], chosen) }];
  });
}

function chart(title: string, curves: readonly Curve[]): string {
  const option = {
    grid: { left: 56, right: 16, top: 56, bottom: 48 },
    legend: { top: 0, left: 0, textStyle: { color: INK, fontSize: 13 }, itemWidth: 28, itemGap: 40 },
    xAxis: axis('seconds of training', { type: 'value', nameLocation: 'middle', nameGap: 32, min: 0 }),
    yAxis: axis('loss', { type: 'value', scale: true, nameLocation: 'end', nameGap: 10 }),
    series: curves.map(({ step, points }, index) => ({
      type: 'line',
      name: step,
      data: averaged(points.map(({ seconds, loss }) => [seconds, loss])),
      symbol: 'none',
      color: SERIES[index % SERIES.length],
      lineStyle: { width: 2, type: DASHES[index % DASHES.length], color: SERIES[index % SERIES.length] },
    })),
  };
  const ends = curves.map(({ step, points }) => {
    const last = points[points.length - 1];
    return `${step} ends at ${last.loss.toFixed(3)} after ${last.seconds.toFixed(1)} s`;
  });
  return renderChart(option, { width: 760, height: 360, title, description: `${ends.join('; ')}.` });
}

function averaged(points: readonly number[][]): number[][] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return points.map(rounded);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) => {
    const part = points.slice(index * size, (index + 1) * size);
    return rounded([0, 1].map((axisIndex) => part.reduce((sum, point) => sum + point[axisIndex], 0) / part.length));
  });
}

const rounded = (point: readonly number[]) => point.map((value) => Number(value.toPrecision(5)));
