import { SERVING_SUBJECTS, SUBJECTS, type SubjectSpec, healthSpec, jobSpec } from '#contracts';
import type { OperationRegistry } from './registry.js';

/** Every message that has a handler: those of the pipelines and serving services, and the health and the queue of each service that
 * does operations. docs/messages.md is made from this. */
export function subjectsOf(operations: OperationRegistry): SubjectSpec[] {
  return [
    ...SUBJECTS,
    ...SERVING_SUBJECTS,
    ...operations.services.flatMap((service) => jobServiceSubjects(service, operations)),
  ];
}

/** The messages of a service that does jobs. */
export function jobServiceSubjects(service: string, operations: OperationRegistry): SubjectSpec[] {
  const examples = operations.list().flatMap(({ name: operation, exampleJobs }) => {
    const job = exampleJobs?.[service];
    return job ? [{ operation, ...job }] : [];
  });
  return [healthSpec(service), jobSpec(service, examples[0])];
}
