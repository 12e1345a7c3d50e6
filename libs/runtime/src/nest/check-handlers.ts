import { type SubjectSpec, TlcError } from '#contracts';

/** Sees to it that each message of a service has exactly one handler.
 * @param handled the subjects that have one, as often as they have
 * @throws TlcError SERVICE_INCOMPLETE */
export function checkHandlers(service: string, specs: readonly SubjectSpec[], handled: readonly string[]): void {
  const subjects = specs.map((spec) => spec.subject);
  const missing = subjects.filter((subject) => !handled.includes(subject));
  const unknown = handled.filter((subject) => !subjects.includes(subject));
  const twice = handled.filter((subject, index) => handled.indexOf(subject) !== index);
  const problems = [
    ...missing.map((subject) => `no handler for ${subject}`),
    ...unknown.map((subject) => `a handler for ${subject}, which is no message of this service`),
    ...twice.map((subject) => `two handlers for ${subject}`),
  ];
  if (problems.length === 0) return;
  throw new TlcError('SERVICE_INCOMPLETE', `the service ${service} has ${problems.join('; ')}`, {
    details: { service, missing, unknown, twice },
  });
}
