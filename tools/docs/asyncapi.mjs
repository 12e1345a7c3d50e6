/** docs/asyncapi.yaml: every subject as AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0), made from
 * the tables of subjects and the classes of bodies. */
import { stringify } from 'yaml';

const NATS = { bindingVersion: '0.1.0' };

/** The document, as text.
 * @param contracts the contracts library
 * @param subjects every message that has a handler */
export function asyncApiDoc(contracts, subjects) {
  return `# Made by \`node tools/docs/generate.mjs\` from libs/contracts and libs/operations.\n${stringify(
    asyncApi(contracts, subjects),
    { lineWidth: 120, aliasDuplicateObjects: false },
  )}`;
}

function asyncApi({ ERRORS, EVENT_BODIES, PREFIX, VERSION, jsonSchemaOf, deadSubject, eventSubject }, subjects) {
  const components = { schemas: {}, messages: {}, parameters: PARAMETERS };
  const [channels, operations] = [{}, {}];
  /** The reference to a class's schema, which is there once. */
  const schemaOf = (body, name = body.name) => {
    components.schemas[name] ??= jsonSchemaOf(body);
    return { $ref: `#/components/schemas/${name}` };
  };
  const messageOf = (name, message) => {
    components.messages[name] = message;
    return { $ref: `#/components/messages/${name}` };
  };

  components.schemas.Error = errorSchema(Object.keys(ERRORS));
  const reply = messageOf('Reply', REPLY);
  channels.reply = { address: null, title: 'The inbox of whoever asked', messages: { reply } };
  for (const spec of subjects) {
    const key = keyOf(spec.subject, PREFIX);
    const message = messageOf(key, {
      title: spec.description,
      payload: schemaOf(spec.body),
      examples: [{ payload: spec.example }],
    });
    channels[key] = { address: spec.subject, description: spec.description, messages: { message } };
    operations[key] = {
      action: 'receive',
      channel: { $ref: `#/channels/${key}` },
      summary: spec.description,
      tags: [{ name: spec.service }, { name: spec.kind }],
      messages: [{ $ref: `#/channels/${key}/messages/message` }],
      ...(spec.kind === 'request' && {
        bindings: { nats: { queue: spec.service, ...NATS } },
        reply: { channel: { $ref: '#/channels/reply' }, messages: [{ $ref: '#/channels/reply/messages/reply' }] },
      }),
    };
  }

  const events = Object.entries(EVENT_BODIES).map(([type, body]) => {
    const schema = jsonSchemaOf(body);
    components.schemas[`${type}Event`] = { ...schema, properties: { ...schema.properties, type: { const: type } } };
    const payload = { $ref: `#/components/schemas/${type}Event` };
    return [type, messageOf(`${type}Event`, { title: `A step: ${type}`, payload })];
  });
  channels.events = {
    address: eventSubject('{run}', '{step}'),
    description: 'What steps do. Kept for a week in the stream TLC_EVENTS.',
    messages: Object.fromEntries(events),
    parameters: parameters('run', 'step'),
  };
  operations.events = {
    action: 'send',
    channel: { $ref: '#/channels/events' },
    summary: 'A step has started, goes on, says something, or has ended.',
    messages: events.map(([type]) => ({ $ref: `#/channels/events/messages/${type}` })),
  };
  const job = messageOf('deadJob', DEAD_JOB);
  channels.dead = {
    address: deadSubject('{service}'),
    description:
      'Jobs that could not be read, or not be done after several deliveries. Kept for a month in the stream TLC_DEAD.',
    messages: { job },
    parameters: parameters('service'),
  };
  operations.dead = {
    action: 'send',
    channel: { $ref: '#/channels/dead' },
    summary: 'A job is given up, with the reason in its headers.',
    messages: [{ $ref: '#/channels/dead/messages/job' }],
  };
  return {
    asyncapi: '3.0.0',
    info: info(VERSION),
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels,
    operations,
    components,
  };
}

/** `pipelines.submit` of `tlc.v1.pipelines.submit`, in letters that a key may have. */
const keyOf = (subject, prefix) => subject.slice(prefix.length + 1);

const parameters = (...names) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/parameters/${name}` }]));

const info = (version) => ({
  title: 'TLC',
  version,
  description:
    'Train Large, Then Compress: pipelines of training and compression over NATS. docs/messages.md says the same in words, docs/deploying.md how to be let in. Bodies are JSON objects in UTF-8 of at most 1 MiB.',
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
});

const SERVERS = {
  nats: { host: '127.0.0.1:4222', protocol: 'nats', description: 'A NATS server with JetStream, 2.10.23 or newer.' },
};

const PARAMETERS = {
  run: { description: 'Id of the run; of a job that names none, job-N of its number in the queue.' },
  step: { description: 'Name of the step.' },
  service: { description: 'The service whose queue the job was in.' },
};

const errorSchema = (codes) => ({
  type: 'object',
  description: 'What went wrong; docs/errors.md has the codes.',
  properties: {
    code: { enum: codes },
    message: { type: 'string', description: 'what happened, with names and values' },
    fix: { type: 'string', description: 'what to do about it' },
    details: { type: 'object', description: 'names and values, for programs' },
  },
  required: ['code', 'message', 'fix'],
});

const REPLY = {
  title: 'The answer, or the error',
  headers: {
    type: 'object',
    properties: {
      'Nats-Service-Error': { type: 'string', description: 'what went wrong; absent from an answer' },
      'Nats-Service-Error-Code': { type: 'string', description: 'its code; absent from an answer' },
    },
  },
  payload: {
    oneOf: [
      {
        type: 'object',
        title: 'the answer',
        not: { required: ['error'] },
      },
      {
        type: 'object',
        title: 'the error',
        properties: { error: { $ref: '#/components/schemas/Error' } },
        required: ['error'],
      },
    ],
  },
};

const DEAD_JOB = {
  title: 'A job as it was published',
  headers: {
    type: 'object',
    properties: Object.fromEntries(
      ['Tlc-Error-Code', 'Tlc-Error', 'Tlc-Run', 'Tlc-Step'].map((name) => [name, { type: 'string' }]),
    ),
  },
  payload: { description: 'any bytes' },
};
