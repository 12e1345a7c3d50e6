/** docs/messages.md: every subject with its keys and a command line, made from the tables of subjects. */
import { keysTable, table } from './table.mjs';

const INTRO = `# Messages

<!-- Made by \`node tools/docs/generate.mjs\` from libs/contracts and libs/operations. -->

Any NATS client in any language is a first-class caller: bodies are plain JSON objects, in UTF-8, of at most 1 MiB.
[asyncapi.yaml](asyncapi.yaml) says the same as AsyncAPI 3.0, for programs that make clients of it.
The command lines below use the \`nats\` program. The server of \`tlc up\` lets in who has its token, which stands with its
address in \`up.json\` of the home folder; [deploying.md](deploying.md#a-secured-server) has the other ways to a server:

\`\`\`sh
export NATS_URL="$(jq -r .url .tlc/up.json)"   # of \`tlc up\`
nats context select prod                       # or of a server of yours
\`\`\`

\`nats micro ls\` lists the services.

## Replies

A request is answered with a JSON object. An error is answered with \`{"error": {"code", "message", "fix", "details"}}\`
and the headers \`Nats-Service-Error\` and \`Nats-Service-Error-Code\` (the code; [errors.md](errors.md) has them all).

## Events

What a step does is published on \`tlc.v1.events.<run>.<step>\` and kept in the stream \`TLC_EVENTS\`:

\`\`\`sh
nats sub 'tlc.v1.events.>'
\`\`\`

Each event has \`type\`, \`run\`, \`step\`, \`service\` and \`time\`, and by its type

${table(
  ['type', 'more'],
  [
    ['`started`', '`artifact` (the id of the result to come), `attempt`'],
    [
      '`progress`',
      '`progress`: `done` (0 to 1), `phase`, `step`, `loss`, `tokens_per_second` (real tokens), `seconds_left`, `learning_rate`, each where it is known; at most two a second',
    ],
    ['`log`', '`level` (info, warning), `text`'],
    ['`completed`', '`artifact`, `cached`, `seconds`, `summary` (a few figures)'],
    ['`failed`', '`error`'],
    ['`cancelled`', ''],
  ],
)}
## Jobs

A job is a message on the JetStream work queue of its service (stream \`TLC_JOBS\`). The pipelines service publishes
them, and so may anyone: a job does not need a pipeline. Inputs are artifacts' ids or paths that the service can read;
the result's id is in the \`started\` and \`completed\` events. A job that could not be done after several deliveries is kept
in the stream \`TLC_DEAD\`.
`;

export function messagesDoc(subjects, describeConfig) {
  return [INTRO, ...subjects.map((spec) => section(spec, describeConfig(spec.body)))].join('\n');
}

function section(spec, keys) {
  const body = JSON.stringify(spec.example).replaceAll("'", "'\\''");
  const call = spec.kind === 'request' ? 'request' : 'pub --jetstream';
  return `## ${spec.subject}

${spec.description}

\`\`\`sh
nats ${call} ${spec.subject} '${body}'
\`\`\`

${keys.length > 0 ? keysTable(keys) : 'The body is `{}`.\n'}`;
}
