import { TlcError, numberVariable } from '#contracts';
import { httpOptionsOf } from '#http';
import { createLogger } from './logger.js';
import type { StartService } from './job-service.js';

/** Shorter than the ten seconds that container runtimes give by default. */
const GRACE_SECONDS = 5;

/** The main program of a service that runs alone: waits for the NATS server, and on SIGTERM or SIGINT takes no more
 * messages, finishes what it has or gives it back, and ends. TLC_GRACE_SECONDS says how long jobs may go on then; TLC_HTTP_PORT
 * where health and figures are had. */
export async function runStandalone(start: StartService): Promise<void> {
  try {
    const graceMs = 1000 * (numberVariable(process.env, 'TLC_GRACE_SECONDS', { most: 86_400 }) ?? GRACE_SECONDS);
    const service = await start({ wait: true, graceMs, http: httpOptionsOf() });
    const logger = createLogger(service.name);
    let isClosing = false;
    const close = async (signal: NodeJS.Signals) => {
      if (isClosing) process.exit(1); // asked twice
      isClosing = true;
      logger.info(`${service.name} ends (${signal})`);
      await service.close();
      process.exit(0);
    };
    process.on('SIGTERM', (signal) => void close(signal));
    process.on('SIGINT', (signal) => void close(signal));
  } catch (error) {
    const { code, message, fix } = TlcError.from(error).toBody();
    createLogger('start').fatal({ code, fix }, message);
    process.exit(1);
  }
}
