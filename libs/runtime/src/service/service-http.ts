import { fastify } from 'fastify';
import { type HttpOptions, addProbes, listen } from '#http';
import { type Measured, serviceMetrics } from './service-metrics.js';

/** Health and figures of a service over HTTP. It is live from the beginning, while it waits for its NATS server too, and
 * ready from `open` on, as long as it is connected. */
export interface ServiceHttp {
  readonly url: string;
  open(measured: Measured): void;
  /** It is not ready any more. */
  shut(): void;
  close(): Promise<void>;
}

/** @throws TlcError HTTP_PORT_TAKEN */
export async function serviceHttp(options: HttpOptions): Promise<ServiceHttp> {
  let isConnected = () => false;
  let metrics = { text: () => Promise.resolve(''), contentType: 'text/plain' };
  const app = fastify({ forceCloseConnections: 'idle' });
  addProbes(app, {
    isReady: () => isConnected(),
    metrics: {
      text: () => metrics.text(),
      get contentType() {
        return metrics.contentType;
      },
    },
  });
  const { url, close } = await listen(app, options);
  return {
    url,
    close,
    open: (measured) => {
      metrics = serviceMetrics(measured);
      isConnected = measured.isConnected;
    },
    shut: () => {
      isConnected = () => false;
    },
  };
}
