import { TlcError } from '#contracts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A body as JSON and the bytes behind it: by the protocol's extension for binary tensors a header says how long the JSON
 * is.
 * @throws TlcError MESSAGE_NOT_JSON */
export function readBody(body: Buffer = Buffer.alloc(0), header?: string | string[]): [json: unknown, binary: Buffer] {
  const length = header === undefined ? body.length : Number(header);
  if (!Number.isInteger(length) || length < 0 || length > body.length) {
    const message = `Inference-Header-Content-Length says ${String(header)}; the body has ${body.length} bytes`;
    throw new TlcError('MESSAGE_NOT_JSON', message);
  }
  try {
    return [JSON.parse(UTF8.decode(body.subarray(0, length))), body.subarray(length)];
  } catch (error) {
    throw new TlcError('MESSAGE_NOT_JSON', `the message is not JSON: ${(error as Error).message}`);
  }
}
