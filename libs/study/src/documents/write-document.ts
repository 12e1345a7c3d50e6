import { stringify } from 'yaml';
import type { Step, Subject } from './steps.js';

/** A pipeline as text, whose data can be set from outside.
 * @param comment what it is, without the sign of a comment */
export function writeDocument(
  { path, request }: Pick<Subject, 'path' | 'request'>,
  name: string,
  comment: string,
  steps: Readonly<Record<string, Step>>,
  report?: object,
): string {
  const usesData = Object.values(steps).some((step) => step.from === '${set.data}');
  const document = {
    name,
    seed: request.seed,
    ...(usesData && { set: { data: path } }),
    steps,
    ...(report && { report }),
  };
  return `# ${comment}\n${stringify(document, { lineWidth: 120 })}`;
}
