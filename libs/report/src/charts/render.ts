import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, ScatterChart, GridComponent, LegendComponent, LabelLayout, SVGRenderer]);

/** Colours are variables of the page's style sheet, so that a chart follows its light or dark scheme. */
export const INK = 'var(--ink)';
export const FAINT = 'var(--faint)';
export const LINE = 'var(--line)';
export const PAPER = 'var(--paper)';

/** Colours of series, in order: told apart by all kinds of colour vision (Okabe and Ito, 2008, without the yellow that
 * vanishes on white); shapes and dashes tell them apart without colour. */
export const SERIES = ['--blue', '--vermilion', '--green', '--purple', '--orange', '--sky'].map(
  (name) => `var(${name})`,
);
export const DASHES = ['solid', [6, 4], [2, 3], [10, 4, 2, 4]] as const;
export const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'] as const;

export const FONT = 'system-ui, sans-serif';

/** A chart as SVG for a page, with a title and description that screen readers say. */
export function renderChart(
  option: EChartsCoreOption,
  { width, height, title, description }: { width: number; height: number; title: string; description: string },
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, textStyle: { fontFamily: FONT, color: INK }, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  const names = `<title id="${id}-title">${escape(title)}</title><desc id="${id}-description">${escape(description)}</desc>`;
  return (
    svg
      // What follows a mouse: a page of paper does not.
      .replaceAll(/<style[^]*?<\/style>/g, '')
      .replace(/<svg width="\d+" height="\d+"/, `<svg role="img" aria-labelledby="${id}-title ${id}-description"`)
      .replace('>', `>${names}`)
  );
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What the axes of all charts share. */
export function axis(name: string, more: object = {}): object {
  return {
    name,
    nameTextStyle: { color: INK, fontSize: 13 },
    axisLabel: { color: INK, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: LINE } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: LINE, opacity: 0.6 } },
    ...more,
  };
}
