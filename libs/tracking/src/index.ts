export { mlflow } from './mlflow/tracker.js';
export { tensorBoard } from './tensorboard/tracker.js';
export type { Tracker } from './tracker.js';
