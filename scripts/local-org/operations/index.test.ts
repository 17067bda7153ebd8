import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouter } from '../http/router.ts';
import { createUsage } from '../http/usage.ts';
import { createBulkJobs } from './bulk/jobs.ts';
import { createOperations } from './index.ts';
import { createQueryCursors } from './queryCursors.ts';

const clock = { now: () => new Date() };
const operations = createOperations({ usage: createUsage(), cursors: createQueryCursors(() => ''), jobs: createBulkJobs(clock, () => '', () => {}) });

describe('operation table', () => {
  test('every operation has a name of its own and a path the router takes', () => {
    const names = operations.map((operation) => operation.name);
    assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
    createRouter(operations);
  });

  test('only these answer without a token', () => {
    const open = operations.filter((operation) => operation.authenticated === false).map((operation) => operation.path.replace(/\/:.*$/, ''));
    const known = ['/services/data', '/services/oauth2/token', '/services/Soap/m', '/services/Soap/u', '/services/async/*rest'];
    assert.deepEqual([...new Set(open)].filter((path) => path.startsWith('/services/')).sort(), known.sort());
  });
});
