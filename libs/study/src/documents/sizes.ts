import { cutStep, importStep, encodeStep, quantizeStep, type Step, type Subject, trimStep } from './steps.js';

/** A vocabulary, a number of layers and bits of a weight. */
export interface Shape {
  readonly vocabulary: number;
  readonly layers: number;
  readonly bits: number;
}

/** A pipeline that is planned and never run: planning says how large each candidate's weights are.
 * @returns the document, and the step of each shape */
export function sizesDocument(subject: Subject, shapes: readonly Shape[]) {
  const { start, request, path } = subject;
  const steps: Record<string, Step> = { start: importStep(request.from), words: encodeStep(subject, 'start') };
  const add = (name: string, step: () => Step) => {
    if (!Object.hasOwn(steps, name)) steps[name] = step();
    return name;
  };
  const stepOf = new Map<Shape, string>();
  for (const shape of shapes) {
    const { vocabulary, layers, bits } = shape;
    let name = 'start';
    if (vocabulary < start.vocabulary) name = add(`v${vocabulary}`, () => trimStep('start', vocabulary));
    const trimmed = name;
    if (layers < start.layers) name = add(`${trimmed}-l${layers}`, () => cutStep(trimmed, start.layers - layers));
    const cut = name;
    if (bits < 32) name = add(`${cut}-b${bits}`, () => quantizeStep(cut, bits));
    stepOf.set(shape, name);
  }
  return { document: { name: 'fit-sizes', seed: request.seed, set: { data: path }, steps }, stepOf };
}
