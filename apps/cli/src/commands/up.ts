import { join } from 'node:path';
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
  const target = findTarget(options);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const services = await allServices();
  // At a server of somebody else, too, what is missing is started here: that is what `up` is for.
  const own = { joins: true, slots: options.parallel, port: options.port };
  const session = await openSession(target, { services: () => services, ...own });
  const url = session.client.address;
  // The private server's token stands in a file that only this user may read
  const file = target.kind === 'remote' ? undefined : join(target.home, 'up.json');
  if (options.json) terminal.print(JSON.stringify({ url, access: file, services, home: target.home }));
  else {
    terminal.note(`${services.length} services listen at ${terminal.colours.bold(url)}; Ctrl-C ends them`);
    terminal.note(`what they say: ${shortest(`${target.home}/tlc.log`)}`);
    const address = file ? `NATS_URL="$(jq -r .url ${shortest(file)})" ` : '';
    terminal.note(`from any NATS client: ${address}nats request tlc.v1.pipelines.list '{}'`);
  }
  await stopped;
  terminal.note('ending');
  await session.close();
  return EXIT.ok;
}
