import { TlcError } from '#contracts';

/** What a request of MLflow's REST interface (2.0) answers. */
export type Call = (method: 'GET' | 'POST', path: string, body: Readonly<Record<string, unknown>>) => Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** How long an answer may take. */
const PATIENCE_MS = 30_000;

/** @param server such as http://127.0.0.1:5000
 * @throws TlcError TRACKING_FAILED where the server does not answer, or refuses */
export function mlflowClient(server: string): Call {
  return async (method, path, body) => {
    const url = new URL(`${server.replace(/\/$/, '')}/api/2.0/mlflow/${path}`);
    if (method === 'GET') for (const [key, value] of Object.entries(body)) url.searchParams.set(key, String(value));
    const answer = await fetch(url, {
      method,
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw failed(`${url.origin} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`);
    });
    const text = await answer.text();
    const content = parsed(text);
    if (answer.ok && content) return content;
    const { error_code: code, message } = content ?? {};
    throw failed(
      `${method} ${url.pathname} was answered by ${answer.status} ${message ?? text.slice(0, 200)}`,
      code as string,
    );
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text || '{}') as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const failed = (message: string, code?: string) => new TlcError('TRACKING_FAILED', message, { details: { code } });
