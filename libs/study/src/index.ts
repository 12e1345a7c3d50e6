export { lookAtData } from './data/look-at-data.js';
export { effectiveRows, type Observation } from './quality/observation.js';
export { fitQuality, type QualityModel } from './quality/quality-model.js';
export { recommend, type Surroundings } from './recommend.js';
