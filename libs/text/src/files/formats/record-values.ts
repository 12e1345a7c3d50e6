/** The values of a record by column, in its order; those of an object in it by `outer.inner`. */
export function recordValues(record: object): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) =>
    isRecord(value)
      ? Object.entries(value).map(([inner, own]): [string, unknown] => [`${name}.${inner}`, own])
      : [[name, value] as [string, unknown]],
  );
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
