import type { FastifyInstance } from 'fastify';
import { TlcError } from '#contracts';
import type { HttpOptions } from './http-options.js';

export interface HttpServer {
  /** With the port that it got. */
  readonly url: string;
  /** Takes no more requests and resolves when those taken are answered. */
  close(): Promise<void>;
}

/** @throws TlcError HTTP_PORT_TAKEN where the port is taken or may not be had */
export async function listen(app: FastifyInstance, { port, host = '127.0.0.1' }: HttpOptions): Promise<HttpServer> {
  try {
    const url = await app.listen({ port, host });
    return { url, close: () => app.close() };
  } catch (error) {
    throw new TlcError('HTTP_PORT_TAKEN', `HTTP cannot listen at ${host}:${port}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
