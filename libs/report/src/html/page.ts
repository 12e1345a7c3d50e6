import type { GlueResult, ReportData, ReportStep, Row } from '../collect/data.js';
import { lossCurves } from '../charts/loss-curves.js';
import { sizeQuality } from '../charts/size-quality.js';
import { duration, measured } from '../quantities.js';
import { columnsOf } from '../table/columns.js';
import { glueCells, glueNotes } from '../table/glue-table.js';
import { escapeHtml } from './escape.js';
import { STYLE } from './style.js';

/** A report as one HTML file that needs nothing else. */
export function htmlReport(data: ReportData): string {
  const title = escapeHtml(data.title);
  const scatter = sizeQuality(data.rows);
  const sections = [
    section('What was measured', findings(data.findings)),
    section('Comparison', data.rows.length > 0 ? comparison(data.rows) : ''),
    section('GLUE', data.glue.map(glue).join('')),
    section('Size and quality', scatter ? figure(scatter, SCATTER_NOTE) : ''),
    section(
      'Training',
      lossCurves(data.curves)
        .map((chart) => figure(chart.svg, '', chart.title))
        .join(''),
    ),
    section('The pipeline', data.steps.map(step).join('')),
    section('How each number was made', signatures(data.rows)),
    section('Made with', environment(data.environment)),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="meta">Run ${escapeHtml(data.run)}, results of <time datetime="${escapeHtml(data.date)}">${escapeHtml(data.date.slice(0, 16).replace('T', ' '))} UTC</time></p>
</header>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

const SCATTER_NOTE =
  'Up and to the left is better. Dashed lines lead from a model to what was made of it; models that grew from one ' +
  'pre-training share a symbol. Bars are 95 % sampling intervals.';

const section = (title: string, content: string) =>
  content === '' ? '' : `<section>\n<h2>${escapeHtml(title)}</h2>\n${content}\n</section>`;

const findings = (sentences: readonly string[]) =>
  sentences.length === 0
    ? ''
    : `<ul class="findings">${sentences.map((sentence) => `<li>${escapeHtml(withoutBreaks(sentence))}</li>`).join('')}</ul>`;

/** A number and its unit stay on one line. */
const withoutBreaks = (sentence: string) =>
  sentence.replaceAll(/(\d) (?=%|[kMGT]?B\b|[kMG]\b|m?s\b|min\b|points)/g, '$1\u00a0');

const figure = (svg: string, note: string, caption?: string) =>
  `<figure>${caption ? `<figcaption>${escapeHtml(caption)}</figcaption>` : ''}${svg}${note ? `<p class="notes">${note}</p>` : ''}</figure>`;

function comparison(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  const head = columns.map(({ title }) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
  const body = rows.map((row) => {
    const [name, ...cells] = columns.map((column) => escapeHtml(column.value(row) ?? '–'));
    return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>
<p class="notes">Size: bytes of the files that a user would ship. Training: seconds of wall clock on the way to the
model, pre-training by TLC included, that of imported models and evaluation not. Tokens: those of its batches, which hold no padding, all epochs
counted. Latency: median of one sentence in ONNX Runtime, with the file whose size stands beside it.</p>`;
}

function glue(result: GlueResult): string {
  const [head, ...rows] = glueCells(result).map((cells) => cells.map(escapeHtml));
  const titles = head.map((title) => `<th scope="col">${title}</th>`).join('');
  const body = rows.map(
    ([name, ...cells]) => `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  );
  const notes = glueNotes(result).map((note) => `<p class="notes">${escapeHtml(note)}</p>`);
  return `<div class="wide"><table><thead><tr>${titles}</tr></thead><tbody>${body.join('')}</tbody></table></div>${notes.join('')}`;
}

function step({ name, operation, status, seconds, config, seed, needs, summary }: ReportStep): string {
  const time = seconds === undefined ? escapeHtml(status) : duration(seconds);
  const from = needs.length > 0 ? ` of ${needs.map((need) => `<code>${escapeHtml(need)}</code>`).join(', ')}` : '';
  const figures = Object.entries(summary)
    .map(([key, value]) => `${escapeHtml(key)} ${escapeHtml(String(value))}`)
    .join(', ');
  const details = config ? `<pre><code>${escapeHtml(JSON.stringify({ ...config, seed }, null, 2))}</code></pre>` : '';
  return `<details><summary><strong>${escapeHtml(name)}</strong> <code>${escapeHtml(operation)}</code>${from}, ${time}</summary>
${figures ? `<p class="notes">${figures}</p>` : ''}${details}</details>`;
}

function signatures(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ name, measures }) =>
    measures.map(
      (measure) =>
        `<tr><th scope="row">${escapeHtml(name)}</th><td class="text">${escapeHtml(measure.name)}</td>` +
        `<td>${escapeHtml(measured(measure))}</td><td class="text"><code>${escapeHtml(measure.signature)}</code></td></tr>`,
    ),
  );
  if (lines.length === 0) return '';
  const head =
    '<th scope="col">model</th><th class="text" scope="col">measure</th><th scope="col">value</th><th class="text" scope="col">signature</th>';
  return `<details><summary>Signatures of ${lines.length} numbers</summary><div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table></div></details>`;
}

function environment(figures: ReportData['environment']): string {
  const entries = Object.entries(figures);
  if (entries.length === 0) return '';
  const items = entries.map(([key, values]) => `<dt>${escapeHtml(key)}</dt><dd>${escapeHtml(values.join('; '))}</dd>`);
  return `<dl>${items.join('')}</dl>`;
}
