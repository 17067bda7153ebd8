import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouter } from '../http/router.ts';
import { operationTable } from './table.ts';

const operations = operationTable();

describe('operation table', () => {
  test('every operation has a name of its own and a path the router takes', () => {
    const names = operations.map((operation) => operation.name);
    assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
    createRouter(operations);
  });

  test('only these answer without a token', () => {
    const open = operations.filter((operation) => operation.authenticated === false).map((operation) => operation.path.replace(/\/:.*$/, ''));
    const oauth = ['authorize', 'introspect', 'revoke', 'token', 'userinfo'].map((name) => `/services/oauth2/${name}`);
    const known = ['/services/data', ...oauth, '/services/Soap/m', '/services/Soap/u', '/services/async/*rest'];
    assert.deepEqual([...new Set(open)].filter((path) => path.startsWith('/services/')).sort(), known.sort());
  });
});
