export { collectReport } from './collect/collect.js';
export type { Curve, CurvePoint, GlueResult, ReportData, ReportRequest, ReportStep, Row } from './collect/data.js';
export { bytes, count, duration, measured } from './quantities.js';
export { glueTerminalTable } from './table/glue-table.js';
export { terminalTable } from './table/terminal-table.js';
export { textTable } from './table/text-table.js';
export { wrap } from './table/wrap.js';
export { writeReport } from './write-report.js';
