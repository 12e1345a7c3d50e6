import { EXIT } from '../errors/exit-codes.js';
import { allServices } from '../target/services.js';
import { openSession } from '../target/session.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';
import { shortest } from '../reports/print-report.js';

/** `tlc up`: all services, with a private server or at a given one, until Ctrl-C. */
export async function up(
  options: CommonOptions & { readonly port?: number; readonly parallel?: number },
  terminal: Terminal,
): Promise<number> {
  const found = findTarget(options);
  // At a server of somebody else, too, what is missing is started here: that is what `up` is for.
  const target = found.kind === 'remote' ? ({ ...found, kind: 'up', isShared: true } as const) : found;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const services = await allServices();
  const session = await openSession(target, { services: () => services, slots: options.parallel, port: options.port });
  const { shownUrl } = await import('#messaging');
  if (options.json) terminal.print(JSON.stringify({ url: session.url, services, home: target.home }));
  else {
    terminal.note(
      `${services.length} services listen at ${terminal.colours.bold(shownUrl(session.url))}; Ctrl-C ends them`,
    );
    terminal.note(`what they say: ${shortest(`${target.home}/tlc.log`)}`);
    // The private server's token stands in a file that only this user may read
    const address = found.kind === 'none' ? `NATS_URL="$(jq -r .url ${shortest(`${target.home}/up.json`)})" ` : '';
    terminal.note(`from any NATS client: ${address}nats request tlc.v1.pipelines.list '{}'`);
  }
  await stopped;
  terminal.note('ending');
  await session.close();
  return EXIT.ok;
}
