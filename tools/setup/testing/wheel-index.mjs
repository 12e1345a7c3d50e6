import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after } from 'node:test';
import { hashOfBytes } from '../hash.mjs';
import { zipFile } from './zip-file.mjs';

const FILE = 'tlc_probe-1.0-py3-none-any.whl';

/**
 * A package index with one wheel, served from this process; a request's answer can be cut short.
 *
 * @param {string} folder where the requirements file goes
 */
export async function startWheelIndex(folder) {
  const bytes = zipFile({
    'tlc_probe/payload.bin': randomBytes(1_000_000),
    'tlc_probe-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: tlc-probe\nVersion: 1.0\n',
    'tlc_probe-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    'tlc_probe-1.0.dist-info/RECORD': '',
  });
  const served = { bytes, cutAt: 0, ranges: /** @type {string[]} */ ([]), files: 0 };
  const server = createServer((request, response) => {
    if (!request.url?.endsWith('.whl')) {
      response.setHeader('content-type', 'text/html').end(`<a href="/files/${FILE}">${FILE}</a>`);
      return;
    }
    served.files += 1;
    const { range } = request.headers;
    const start = range ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0;
    if (range) served.ranges.push(range);
    const body = served.bytes.subarray(start);
    response.writeHead(range ? 206 : 200, { 'content-length': body.length, 'content-type': 'application/zip' });
    if (!served.cutAt || range) response.end(body);
    // Long enough on the way that set-up has seen the file grow.
    else response.write(body.subarray(0, served.cutAt), () => setTimeout(() => response.destroy(), 1_000));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const sha256 = hashOfBytes(bytes);
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `tlc-probe==1.0 --hash=sha256:${sha256}\n`);
  const wheel = { name: 'tlc-probe', version: '1.0', sha256, requirements, machine: 'x86_64' };
  return { served, wheel, origin: `http://127.0.0.1:${port}` };
}

/** Makes pip, in this process's children, use only this index. @param {string} origin */
export function pointPipAt(origin) {
  for (const name of Object.keys(process.env))
    if (/^(pip_|https?_proxy$|all_proxy$)/i.test(name)) delete process.env[name];
  Object.assign(process.env, {
    PIP_CONFIG_FILE: '/dev/null',
    PIP_INDEX_URL: `${origin}/simple`,
    PIP_NO_CACHE_DIR: '1',
    PIP_RETRIES: '0',
    PIP_DEFAULT_TIMEOUT: '5',
  });
}
