/** A message's body in UTF-8. */
export const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

export const decode = <T>(data: Uint8Array): T => JSON.parse(Buffer.from(data).toString('utf8')) as T;
