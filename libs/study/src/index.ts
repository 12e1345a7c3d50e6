export { lookAtData } from './data/look-at-data.js';
export { effectiveRows, type Observation } from './quality/observation.js';
export { fitQuality, type QualityModel } from './quality/quality-model.js';
export { recommend, type Surroundings } from './recommend.js';
export { type Claim } from './sizes/claims.js';
export { type StudyConfig, StudyDocument } from './sizes/config.js';
export { studyPipeline } from './sizes/pipeline.js';
export { readCells } from './sizes/read-cells.js';
export { type StudyReport, studyReport, type StudyRow } from './sizes/study-report.js';
