/** Every metric on Spark with two workers, against DuckDB. Fetches pyspark with pip; skipped where that cannot be had. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPlaybook } from '../../../playbook/index.ts';
import { conformExpressions, conformMetrics } from '../testing/conform.ts';
import { readAddress } from '../url.ts';
import { isThere, pythonWith, say, start, stop, until } from './processes.ts';

const PYSPARK = 'pyspark==3.5.8';
const DEALS = 60;

test('Spark with two workers says what DuckDB says', async (context) => {
  if (!(await isThere('java'))) return void context.skip('Java 17 is needed, and no java was found.');
  const dir = await mkdtemp(join(tmpdir(), 'handrail-spark-'));
  try {
    // A python that has it already, else a fresh environment.
    const python = process.env['HANDRAIL_PYSPARK_PYTHON'] ?? (await pythonWith([PYSPARK], dir).catch((error: unknown) => void context.skip(`${PYSPARK} could not be fetched: ${String(error)}`)));
    if (python === undefined) return;
    say('Starting Spark with two workers.');
    const server = start(python, [fileURLToPath(new URL('sparkServer.py', import.meta.url)), 'local-cluster[2,1,1024]', join(dir, 'warehouse')], dir, { SPARK_LOCAL_IP: '127.0.0.1', PYSPARK_PYTHON: python, TZ: 'UTC' });
    try {
      const port = await until(server, () => Promise.resolve(/port (\d+)/.exec(server.output())?.[1]));
      const environment = { DATABRICKS_TOKEN: 'none' };
      const address = readAddress(`databricks://127.0.0.1:${port}/warehouse/spark_catalog/crm`, environment);
      const driver = await address.connect();
      await driver.execute('CREATE SCHEMA IF NOT EXISTS crm');
      await driver.close();
      await conformExpressions(address);
      const { playbook } = await loadPlaybook('config/playbook');
      assert.ok(playbook);
      say('Comparing every cell; this takes some minutes.');
      const cells = await conformMetrics(address, playbook, DEALS);
      assert.ok(cells > 10_000);
      context.diagnostic(`${cells} cells are those of DuckDB`);
    } finally {
      await stop(server);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
