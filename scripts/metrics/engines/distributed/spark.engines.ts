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
import { run, start, stop, until } from './processes.ts';

const PYSPARK = 'pyspark==3.5.8';
const DEALS = 60;

test('Spark with two workers says what DuckDB says', async (context) => {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-spark-'));
  try {
    // A python that has it already, else a fresh environment.
    const python = process.env['HANDRAIL_PYSPARK_PYTHON'] ?? join(dir, 'venv/bin/python');
    if (process.env['HANDRAIL_PYSPARK_PYTHON'] === undefined) {
      const fetched = await run('python3', ['-m', 'venv', 'venv'], dir).then(() => run(python, ['-m', 'pip', 'install', '--quiet', PYSPARK], dir)).then(() => null, (error: unknown) => String(error));
      if (fetched !== null) return void context.skip(`${PYSPARK} could not be fetched: ${fetched}`);
    }
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
