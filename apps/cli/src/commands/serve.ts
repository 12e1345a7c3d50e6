import { EXIT } from '../errors/exit-codes.js';
import { modelSource } from '../target/model-source.js';
import type { CommonOptions } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';

export interface ServeOptions extends CommonOptions {
  readonly http: number;
  readonly host: string;
}

/** `tlc serve MODEL`: a model over HTTP, without a NATS server, until Ctrl-C.
 * @param model a folder, an artifact's id or the first letters of one, a name or name:version */
export async function serve(model: string, options: ServeOptions, terminal: Terminal): Promise<number> {
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  const { createModelServer, readSettings, startHttp } = await import('#serving');
  const { source, name } = await modelSource(model, options);
  await source.find(name);
  const models = createModelServer({ ...readSettings().models, source, onTrouble: (_, what) => terminal.note(what) });
  try {
    terminal.note(`loading ${name}`);
    const loaded = await models.load(name);
    const http = await startHttp(models, { port: options.http, host: options.host });
    if (options.json) terminal.print(JSON.stringify({ url: http.url, model: name, id: loaded.id }));
    else {
      const path = name.replace(':', '/versions/');
      terminal.note(`${terminal.colours.bold(name)} answers at ${http.url}; Ctrl-C ends it. Try:`);
      terminal.print(curlLine(`${http.url}/v2/models/${path}/infer`));
    }
    await stopped;
    terminal.note('ending');
    await http.close();
    return EXIT.ok;
  } finally {
    await models.close();
  }
}

/** A command line that asks for a text, to be pasted into a shell. */
export const curlLine = (url: string): string =>
  `curl -s ${url} -d '{"inputs": [{"name": "text", "datatype": "BYTES", "shape": [1], "data": ["a fine film"]}]}' -H 'Content-Type: application/json'`;
