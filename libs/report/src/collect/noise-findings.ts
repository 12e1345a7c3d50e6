import { count } from '../quantities.js';
import type { ReportStep } from './data.js';

/** How far the batch of a training may be from the critical one before a sentence says what another would do. */
const NEAR = 2;

/** What the gradient noise of each training says of its batches (McCandlish et al. 2018, arXiv 1812.06162): one sentence
 * for each step that measured it. */
export function noiseFindings(steps: readonly Pick<ReportStep, 'name' | 'summary'>[]): string[] {
  return steps.flatMap(({ name, summary }) => {
    const { critical_batch_tokens: critical, tokens, steps: updates } = summary;
    if (![critical, tokens, updates].every((figure) => typeof figure === 'number' && figure > 0)) return [];
    const batch = Number(tokens) / Number(updates);
    return [
      `An update of ${name} saw ${count(batch)} tokens; by its gradient noise the critical batch size is ` +
        `${count(Number(critical))} tokens: ${advice(batch, Number(critical))}`,
    ];
  });
}

function advice(batch: number, critical: number): string {
  if (critical > NEAR * batch) return 'larger batches would need fewer updates.';
  if (critical * NEAR < batch) return 'smaller batches would learn as much from fewer tokens.';
  return 'the batch is near it.';
}
