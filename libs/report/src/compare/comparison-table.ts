import { duration, measured } from '../quantities.js';
import { textTable } from '../table/text-table.js';
import type { ComparedFigure, RunComparison } from './compare-reports.js';

/** A comparison of two runs for a terminal, a line for each figure of each model.
 * @param width characters in a line */
export function comparisonTable({ first, second, figures }: RunComparison, width?: number): string {
  const rows = figures.map((figure, index) => [
    figures[index - 1]?.model === figure.model ? '' : figure.model,
    figure.name,
    shown(figure, figure.first),
    shown(figure, figure.second),
    differenceOf(figure),
  ]);
  const aligns = ['left', 'left', 'right', 'right', 'right'] as const;
  return textTable(['model', 'figure', first, second, 'difference'], rows, { width, aligns, borders: true });
}

function shown({ name, unit }: ComparedFigure, value: number | undefined): string {
  if (value === undefined) return '–';
  if (name === 'glue score') return (100 * value).toFixed(2);
  return unit === 's' ? duration(value) : measured({ name, unit, value, signature: '' });
}

/** With its sign, and in percent of the first where the figure is an amount. */
function differenceOf(figure: ComparedFigure): string {
  const { difference, first } = figure;
  if (difference === undefined) return '–';
  const mark = figure.isAlike === false ? ' (measured otherwise)' : '';
  if (difference === 0) return `0${mark}`;
  const sign = difference > 0 ? '+' : '−';
  const isAmount = (figure.unit !== undefined || figure.name === 'parameters') && first !== undefined && first !== 0;
  const share = isAmount ? ` (${sign}${((100 * Math.abs(difference)) / Math.abs(first)).toFixed(1)} %)` : '';
  return `${sign}${shown(figure, Math.abs(difference))}${share}${mark}`;
}
