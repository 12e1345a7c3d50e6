#!/usr/bin/env node
/**
 * Many clients of one server, ours or a peer's: `node tools/bench/serve.mjs --folder DIR --clients 64 --seconds 5`. DIR is
 * what `classify.mjs --prepare` and `serve.mjs --prepare` wrote. Each client asks for one sentence after another of SST-2's dev
 * split. `--rate 200` asks at so many a second instead, at random moments (exponential, as independent users do), whatever
 * has been answered. `--peer PYTHON` starts peers/serving.py, with `--batch` its batching. Prints one line of JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { quantile } from './measure.mjs';
import { environmentOf } from './peer.mjs';
import { filesOf } from './recipes.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    clients: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '5' },
    rate: { type: 'string' },
    peer: { type: 'string' },
    batch: { type: 'boolean' },
    cache: { type: 'string', default: '0' },
    prepare: { type: 'boolean' },
  },
});
const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);

if (values.prepare) {
  const [{ readModel }, { exportOnnx }] = await Promise.all([lib('models'), lib('onnx')]);
  await exportOnnx(await readModel(values.folder), join(values.folder, 'model.onnx'));
  console.log('{}');
} else {
  const server = await (values.peer ? startPeer() : startOurs());
  try {
    await drive(server, { seconds: 1.5 });
    const memory = memoryOf(server.process.pid);
    const before = processorSeconds(server.process.pid);
    const figures = await drive(server, { seconds: Number(values.seconds), rate: Number(values.rate ?? 0) });
    const used = processorSeconds(server.process.pid) - before;
    const perSecond = Number((figures.answered / used).toPrecision(4));
    console.log(
      JSON.stringify({
        ...figures,
        sentences_per_processor_s: perSecond,
        memory_mb: memory,
        memory_after_mb: memoryOf(server.process.pid),
      }),
    );
  } finally {
    await server.end();
  }
}

async function startOurs() {
  const cli = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
  const flags = ['serve', values.folder, '--http', '0', '--json'];
  // As `tlc` starts it: the small young generation is for jobs
  const { NODE_OPTIONS = '' } = process.env;
  const env = { ...environmentOf('serve.mjs'), NODE_OPTIONS, TLC_SERVING_CACHE: values.cache };
  const child = spawn(process.execPath, [cli, ...flags], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const { url } = await firstLine(child);
  const path = `/v2/models/${basename(values.folder)}/infer`;
  const bodyOf = (text) => ({ inputs: [{ name: 'text', datatype: 'BYTES', shape: [1], data: [text] }] });
  const end = () => (child.kill('SIGINT'), once(child, 'close'));
  return { process: child, url: url + path, bodyOf, isAnswer: (body) => body.outputs?.length === 2, end };
}

async function startPeer() {
  const script = fileURLToPath(new URL('./peers/serving.py', import.meta.url));
  const port = await freePort();
  const flags = ['--folder', values.folder, '--port', String(port), ...(values.batch ? ['--batch'] : [])];
  const child = spawn(values.peer, [script, ...flags], {
    env: environmentOf('serving.py'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await firstLine(child);
  const url = `http://127.0.0.1:${port}/predict`;
  const bodyOf = (text) => ({ text });
  for (let tries = 0; tries < 100; tries++) {
    const answers = await fetch(`http://127.0.0.1:${port}/openapi.json`).then(
      () => true,
      () => false,
    );
    if (answers) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const end = () => (child.stdin.end(), once(child, 'close'));
  return { process: child, url, bodyOf, isAnswer: (body) => body.probabilities?.length > 1, end };
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line))));
    child.once('close', (code) => reject(new Error(`the server ended (${code})`)));
  });
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until the time is over, and waits for every answer. */
async function drive({ url, bodyOf, isAnswer }, { seconds, rate = 0 }) {
  const sentences = sentencesOf();
  const agent = new Agent({ keepAlive: true, maxSockets: rate ? 2000 : Number(values.clients) });
  const times = [];
  const counts = { asked: 0, answered: 0, refused: 0, lost: 0 };
  const begin = performance.now();
  const isOver = () => performance.now() - begin > 1000 * seconds;
  const one = async () => {
    const asked = performance.now();
    const text = sentences[counts.asked++ % sentences.length];
    try {
      const { status, body } = await post(agent, url, JSON.stringify(bodyOf(text)));
      if (status === 200 && isAnswer(body)) {
        counts.answered += 1;
        times.push(performance.now() - asked);
      } else if (status === 503 && body.code === 'SERVICE_BUSY') counts.refused += 1;
      else counts.lost += 1;
    } catch {
      counts.lost += 1;
    }
  };
  const open = [];
  if (rate) {
    for (let next = 0; !isOver();) {
      while (next <= performance.now() - begin) {
        open.push(one());
        next += (-1000 * Math.log(1 - Math.random())) / rate;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  } else {
    const client = async () => {
      while (!isOver()) await one();
    };
    open.push(...Array.from({ length: Number(values.clients) }, client));
  }
  await Promise.all(open);
  const took = (performance.now() - begin) / 1000;
  agent.destroy();
  const rounded = (value) => Number(value.toPrecision(4));
  return {
    sentences_per_s: rounded(counts.answered / took),
    p50_ms: rounded(quantile(times, 0.5)),
    p99_ms: rounded(quantile(times, 0.99)),
    ...counts,
  };
}

function post(agent, url, text) {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        try {
          resolve({ status: answer.statusCode, body: JSON.parse(Buffer.concat(parts).toString()) });
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** In an order of their own, not by length. */
function sentencesOf() {
  const [, ...rows] = readFileSync(join(filesOf('sst2'), 'dev.tsv'), 'utf8')
    .trim()
    .split('\n');
  return rows.map((row) => row.split('\t')[0]);
}

/** Seconds of a process on all processors: what else the machine does is not in them. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  // utime and stime, in hundredths of a second
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident megabytes of a process now. */
function memoryOf(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1000);
}
