import { type Forecast, type StepToPlan, memoryOfModel } from '#jobs';
import type { EvaluateConfig } from './config.js';

/** Scores have no facts that a step after them needs. */
export async function plan({ known }: StepToPlan<EvaluateConfig>): Promise<Forecast> {
  const { shape } = await known('model');
  return shape ? { estimate: await memoryOfModel(shape) } : {};
}
