/** The page's style sheet: everything is in the file, so that it can be sent and read without a network. Contrasts are
 * at least 4.5 to 1 for text and 3 to 1 for lines of charts, in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1f24; --faint: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --blue: #0072b2; --vermilion: #c24e00; --green: #00785a; --purple: #a2457f; --orange: #a86a00; --sky: #2277a8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1418; --ink: #e6edf3; --faint: #9aa7b4; --line: #303942; --panel: #171d23;
    --blue: #56b4e9; --vermilion: #ff9a56; --green: #3fcf9f; --purple: #e59ac6; --orange: #e6b04d; --sky: #8ecdf2;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif;
}
main { max-width: 880px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 1.25rem; margin: 44px 0 12px; }
.meta { color: var(--faint); margin: 0; }
.findings { padding: 0; margin: 0; list-style: none; }
.findings li { background: var(--panel); border-left: 4px solid var(--blue); padding: 10px 16px; margin: 0 0 10px; }
.wide { overflow-x: auto; }
.wide td:not(.text) { white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 7px 9px; border-bottom: 1px solid var(--line); vertical-align: top; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th { font-weight: 600; color: var(--faint); }
tbody th { color: var(--ink); }
td.text, th.text { text-align: left; }
figure { margin: 0 0 28px; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { font-weight: 600; margin-bottom: 8px; }
code { font: 0.86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
details { border-bottom: 1px solid var(--line); padding: 8px 0; }
summary { cursor: pointer; }
pre { background: var(--panel); padding: 12px 16px; overflow-x: auto; margin: 8px 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0; }
dt { color: var(--faint); } dd { margin: 0; }
.notes { color: var(--faint); font-size: 0.92rem; }
@media print { details > * { display: block; } }
`;
