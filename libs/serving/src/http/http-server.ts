import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type ErrorCode, type LoadedModel, TlcError, VERSION } from '#contracts';
import { type HttpOptions, type HttpServer, addProbes, listen } from '#http';
import type { ModelServer } from '../models/model-server.js';
import { answerTo } from './answer-to.js';
import { INPUTS, readInferenceRequest } from './inference-request.js';
import { outputsOf } from './inference-answer.js';
import { readBody } from './request-body.js';
import { statusOf } from './status-of.js';

export interface ServingHttpOptions extends HttpOptions {
  /** Bytes of a body, at most. */
  readonly bodyLimit?: number;
  /** Whether work may be sent here now; left out: always. */
  readonly isReady?: () => boolean;
}

const BODY_BYTES = 4 * 1024 * 1024;

/** Answers over HTTP by the Open Inference Protocol, version 2 (as KServe and Triton do), and those who look after the
 * process.
 * @throws TlcError HTTP_PORT_TAKEN where the port is taken or may not be had */
export async function startHttp(
  models: ModelServer,
  { bodyLimit = BODY_BYTES, isReady = () => true, ...options }: ServingHttpOptions,
): Promise<HttpServer> {
  const app = fastify({ bodyLimit, forceCloseConnections: 'idle', return503OnClosing: true });
  // Clients of the protocol name several types, or none
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app.setErrorHandler((error, _, reply) => sendError(reply, codedError(error)));
  app.setNotFoundHandler(({ method, url }, reply) =>
    sendError(reply, new TlcError('MESSAGE_UNKNOWN_SUBJECT', `there is no ${method} ${url.slice(0, 200)}`)),
  );
  addProbes(app, { isReady, metrics: models.metrics });
  routes(app, models, isReady);
  return listen(app, options);
}

interface OfModel {
  readonly Params: { readonly name: string; readonly version?: string };
}

function routes(app: FastifyInstance, models: ModelServer, isReady: () => boolean): void {
  app.get('/v2', () => ({ name: 'tlc', version: VERSION, extensions: ['binary_tensor_data'] }));
  app.get('/v2/health/live', () => ({ live: true }));
  app.get('/v2/health/ready', (_, reply) => reply.code(isReady() ? 200 : 503).send({ ready: isReady() }));
  for (const path of ['/v2/models/:name', '/v2/models/:name/versions/:version']) {
    app.get<OfModel>(path, ({ params }) => metadata(models, params));
    app.get<OfModel>(`${path}/ready`, async ({ params }, reply) => {
      const ready = await models.isReady(referenceOf(params));
      return reply.code(ready ? 200 : 503).send({ name: params.name, ready });
    });
    app.post<OfModel>(`${path}/infer`, (request) => infer(models, request));
  }
}

const referenceOf = ({ name, version }: OfModel['Params']): string =>
  version === undefined ? name : `${name}:${version}`;

/** A translation model takes no second texts. */
const inputsOf = ({ kind }: LoadedModel): string[] => (kind === 'translation' ? [INPUTS.text] : Object.values(INPUTS));

async function metadata(models: ModelServer, params: OfModel['Params']) {
  const model = await models.load(referenceOf(params));
  const { tags } = await models.list();
  return {
    name: params.name,
    versions: tags.filter(({ name }) => name === params.name).map(({ version }) => version),
    platform: 'tlc',
    inputs: inputsOf(model).map((name) => ({ name, datatype: 'BYTES', shape: [-1] })),
    outputs: outputsOf(model),
    parameters: { id: model.id, kind: model.kind, labels: model.labels, max_length: model.max_length },
  };
}

async function infer(models: ModelServer, request: FastifyRequest<OfModel>) {
  const { params, headers, body } = request;
  const [json, binary] = readBody(body as Buffer | undefined, headers['inference-header-content-length']);
  const asked = readInferenceRequest(json, binary);
  return models.ask(referenceOf(params), async (model) => ({
    model_name: params.name,
    ...(params.version !== undefined && { model_version: params.version }),
    ...(asked.id !== undefined && { id: asked.id }),
    parameters: { id: model.id },
    outputs: await answerTo(asked, model),
  }));
}

/** The codes of what fastify refuses. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'MESSAGE_TOO_LARGE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MESSAGE_NOT_JSON',
};

function codedError(error: unknown): TlcError {
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message: string };
  // What is nested so deeply that it cannot even be quoted
  if (error instanceof RangeError) return new TlcError('MESSAGE_TOO_LARGE', `the message cannot be read: ${message}`);
  const known = FASTIFY_CODES[code ?? ''] ?? (statusCode === 400 ? 'MESSAGE_NOT_JSON' : undefined);
  return known && !(error instanceof TlcError) ? new TlcError(known, message) : TlcError.from(error);
}

/** The protocol's form of an error, with its code besides. */
function sendError(reply: FastifyReply, error: TlcError): FastifyReply {
  const { code, message, fix, details } = error.toBody();
  if (code === 'SERVICE_BUSY') {
    void reply.header('Retry-After', Math.max(1, Math.ceil(Number(details?.retry_after_ms) / 1000)));
  }
  return reply.code(statusOf(code)).send({ error: message, code, fix, ...(details && { details }) });
}
