import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on stderr, so that stdout stays for data. TLC_LOG_LEVEL: debug, info (the default), warn, error, silent. */
export function createLogger(service: string, level = process.env.TLC_LOG_LEVEL || 'info'): Logger {
  return pino({ level, base: { service } }, pino.destination({ dest: 2, sync: true }));
}

/** Nest's own words, such as those at start-up, are for debugging; its warnings and errors are ours. */
export function nestLogger(logger: Logger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(text(message)),
    debug: (message: unknown) => logger.debug(text(message)),
    verbose: (message: unknown) => logger.trace(text(message)),
    warn: (message: unknown) => logger.warn(text(message)),
    error: (message: unknown) => logger.error(text(message)),
    fatal: (message: unknown) => logger.fatal(text(message)),
  };
}

const text = (message: unknown): string =>
  message instanceof Error ? (message.stack ?? message.message) : String(message);
