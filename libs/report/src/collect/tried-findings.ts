import type { ReportStep } from './data.js';

/** What a search for a method's strength has tried: one sentence for each step that searched. */
export function triedFindings(steps: readonly Pick<ReportStep, 'name' | 'summary' | 'config'>[]): string[] {
  return steps.flatMap(({ name, summary: { tried, tries }, config }) => {
    if (typeof tried !== 'string' || typeof tries !== 'number') return [];
    const target = Object.entries((config?.target ?? {}) as object)
      .filter(([key]) => key !== 'tries')
      .map(([key, value]) => `${key} ${value}`);
    const what = `${tries} ${tries === 1 ? 'strength' : 'strengths'} of ${config?.with}`;
    return [`For ${target.join()} ${name} tried ${what}: ${tried}.`];
  });
}
