import { TlcError, nearest, shown } from '#contracts';
import type { Operation } from '../operation/operation.js';

/** The operations of a process: an object that is made at start and passed to who needs it. */
export interface OperationRegistry {
  /** In the order in which a pipeline uses them. */
  list(): readonly Operation[];
  /** @param field where the name stands, for the message
   * @throws TlcError PIPELINE_UNKNOWN_OPERATION with the nearest name and all names */
  get(name: string, field?: string): Operation;
  /** The services that do them. */
  readonly services: readonly string[];
}

/** A registry of these operations. */
export function createRegistry(found: readonly Operation[]): OperationRegistry {
  const operations = new Map(found.map((operation) => [operation.name, operation]));
  const names = [...operations.keys()];
  return {
    list: () => [...operations.values()],
    get: (name, field = 'operation') => operations.get(name) ?? unknown(name, field, names),
    services: [...new Set(found.flatMap(({ services }) => services))],
  };
}

function unknown(name: string, field: string, names: readonly string[]): never {
  const near = nearest(name, names);
  const hint = near ? ` Did you mean ${near}?` : '';
  const message = `${field}: there is no operation ${shown(name)}.${hint} Operations: ${names.join(', ')}.`;
  throw new TlcError('PIPELINE_UNKNOWN_OPERATION', message, {
    details: { field, value: name, allowed: names, nearest: near },
  });
}
