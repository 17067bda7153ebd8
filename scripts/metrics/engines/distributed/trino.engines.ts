/** Every metric on Trino with a coordinator and two workers, against DuckDB. Fetches Trino with Maven; skipped where that cannot be had. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { loadPlaybook } from '../../../playbook/index.ts';
import { conformExpressions, conformMetrics } from '../testing/conform.ts';
import { readAddress } from '../url.ts';
import { isThere, run, say, start, stop, until, type Running } from './processes.ts';

/** The last that runs on Java 17. */
const VERSION = '435';
const DEALS = 60;
const NODES = ['coordinator', 'worker-1', 'worker-2'];
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';

/** The server from its parts: the archive of all plugins is ten times what is needed. */
async function fetchTrino(dir: string): Promise<void> {
  const dependency = (artifact: string, type = ''): string => `<dependency><groupId>io.trino</groupId><artifactId>${artifact}</artifactId><version>${VERSION}</version>${type}</dependency>`;
  await writeFile(join(dir, 'pom.xml'), `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>handrail</groupId><artifactId>engines</artifactId><version>1</version><dependencies>${dependency('trino-main')}</dependencies></project>`);
  await run('mvn', ['-q', '-B', `${PLUGIN}:copy-dependencies`, '-DoutputDirectory=lib', '-DincludeScope=runtime'], dir);
  await run('mvn', ['-q', '-B', `${PLUGIN}:get`, `-Dartifact=io.trino:trino-memory:${VERSION}:zip`, '-Dtransitive=false'], dir);
  await run('mvn', ['-q', '-B', `${PLUGIN}:copy`, `-Dartifact=io.trino:trino-memory:${VERSION}:zip`, '-DoutputDirectory=.'], dir);
  await mkdir(join(dir, 'plugin'));
  await run('jar', ['xf', join(dir, `trino-memory-${VERSION}.zip`)], join(dir, 'plugin'));
  const [unpacked = ''] = await readdir(join(dir, 'plugin'));
  await rename(join(dir, 'plugin', unpacked), join(dir, 'plugin/memory'));
  await writeFile(join(dir, 'Start.java'), `public final class Start { public static void main(String[] args) { new io.trino.server.Server().start("${VERSION}"); } }\n`);
  await run('javac', ['-cp', join(dir, 'lib/*'), 'Start.java'], dir);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @returns port of the coordinator */
async function startNodes(dir: string, nodes: Running[]): Promise<number> {
  const coordinator = await freePort();
  for (const [index, name] of NODES.entries()) {
    const home = join(dir, name);
    await mkdir(join(home, 'etc/catalog'), { recursive: true });
    await cp(join(dir, 'plugin'), join(home, 'plugin'), { recursive: true });
    await writeFile(join(home, 'etc/catalog/memory.properties'), 'connector.name=memory\n');
    const role = index === 0 ? 'coordinator=true\nnode-scheduler.include-coordinator=false\n' : 'coordinator=false\n';
    await writeFile(join(home, 'etc/config.properties'), `${role}http-server.http.port=${index === 0 ? coordinator : await freePort()}\ndiscovery.uri=http://127.0.0.1:${coordinator}\n`);
    const settings = { 'node.environment': 'test', 'node.id': name, 'node.data-dir': join(home, 'data'), 'node.bind-ip': '127.0.0.1', 'node.internal-address': '127.0.0.1', config: 'etc/config.properties' };
    nodes.push(start('java', ['-Xmx1500m', '-Dfile.encoding=UTF-8', '--add-opens=java.base/java.nio=ALL-UNNAMED', ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`), '-cp', [dir, join(dir, 'lib/*')].join(delimiter), 'Start'], home));
  }
  return coordinator;
}

test('Trino with a coordinator and two workers says what DuckDB says', async (context) => {
  if (!(await isThere('java'))) return void context.skip('Java 17 is needed, and no java was found.');
  const dir = await mkdtemp(join(tmpdir(), 'handrail-trino-'));
  const nodes: Running[] = [];
  try {
    say(`Fetching Trino ${VERSION}.`);
    const fetched = await fetchTrino(dir).then(() => null, (error: unknown) => String(error));
    if (fetched !== null) return void context.skip(`Trino ${VERSION} could not be fetched: ${fetched}`);
    say('Starting a coordinator and two workers.');
    const port = await startNodes(dir, nodes);
    const address = readAddress(`trino://127.0.0.1:${port}/memory/crm`, { TRINO_USER: 'test' });
    const driver = await address.connect();
    const [first] = nodes;
    assert.ok(first);
    await until(first, async () => ((await driver.execute("SELECT node_id FROM system.runtime.nodes WHERE state = 'active'")).length === NODES.length ? true : undefined));
    await driver.execute('CREATE SCHEMA memory.crm');
    // Workers are listed a moment before they take work.
    await until(first, async () => (await driver.execute('SELECT count(*) FROM (VALUES 1, 2) AS t(n)'))[0]);
    await conformExpressions(address);
    const { playbook } = await loadPlaybook('config/playbook');
    assert.ok(playbook);
    say('Comparing every cell; this takes some minutes.');
    const cells = await conformMetrics(address, playbook, DEALS);
    assert.ok(cells > 10_000);
    context.diagnostic(`${cells} cells are those of DuckDB`);
  } finally {
    for (const node of nodes) await stop(node);
    await rm(dir, { recursive: true, force: true });
  }
});
