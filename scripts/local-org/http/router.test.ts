import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouter } from './router.ts';

const rows = [
  { method: 'GET', path: '/data/:version/sobjects/:object' },
  { method: 'POST', path: '/data/:version/sobjects/:object' },
  { method: 'GET', path: '/data/:version/sobjects/:object/describe' },
  { method: 'GET', path: '/data/:version/sobjects/:object/:id' },
  { method: 'DELETE', path: '/data/:version/sobjects/:object/:id' },
  { method: 'GET', path: '/apex/*rest' },
];
const route = createRouter(rows);

function found(method: string, path: string): { readonly path: string; readonly params: unknown } | string {
  const match = route(method, path);
  return match.kind === 'found' ? { path: match.route.path, params: match.params } : match.kind;
}

describe('router', () => {
  test('prefers a literal part to a parameter', () => {
    assert.deepEqual(found('GET', '/data/v67.0/sobjects/Account/describe'), { path: rows[2]?.path, params: { version: 'v67.0', object: 'Account' } });
    assert.deepEqual(found('GET', '/data/v67.0/sobjects/Account/001'), { path: rows[3]?.path, params: { version: 'v67.0', object: 'Account', id: '001' } });
  });

  test('falls back to the parameter when the literal has no such method', () => {
    assert.deepEqual(found('DELETE', '/data/v67.0/sobjects/Account/describe'), { path: rows[4]?.path, params: { version: 'v67.0', object: 'Account', id: 'describe' } });
  });

  test('decodes parts after splitting, so that a slash stays inside its part', () => {
    assert.deepEqual(found('GET', '/data/v67.0/sobjects/Account/a%2Fb%20c'), { path: rows[3]?.path, params: { version: 'v67.0', object: 'Account', id: 'a/b c' } });
  });

  test('gives the rest of a path to *rest', () => {
    assert.deepEqual(found('GET', '/apex/one/two'), { path: '/apex/*rest', params: { rest: 'one/two' } });
  });

  test('answers HEAD as GET and names the methods a path has', () => {
    assert.equal(typeof found('HEAD', '/data/v67.0/sobjects/Account'), 'object');
    const match = route('PUT', '/data/v67.0/sobjects/Account');
    assert.deepEqual(match, { kind: 'method', allowed: ['HEAD', 'GET', 'POST'] });
  });

  for (const path of ['/data/v67.0/sobjects', '/data/v67.0/sobjects/%2e%2e/x', '/data/v67.0/sobjects/%ZZ', '/data/v67.0/sobjects/a%00b', '/']) {
    test(`knows nothing at ${path}`, () => {
      assert.equal(found('GET', path), 'none');
    });
  }

  test('refuses a table with two rows for one request', () => {
    assert.throws(() => createRouter([{ method: 'GET', path: '/a/:x' }, { method: 'GET', path: '/a/:y' }]), /Two operations answer GET/);
  });
});
