import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localOrgGaps } from './gaps.ts';
import { apiCoverage } from './localOrg.ts';
import { fillRegions } from './regions.ts';

const PAGE = 'Before.\n\n<!-- generated: one -->\n\nold $1\n\n<!-- end -->\n\nAfter.\n';

test('a region is written anew and the text around it stays', () => {
  assert.equal(fillRegions(PAGE, { one: 'new $& text' }), 'Before.\n\n<!-- generated: one -->\n\nnew $& text\n\n<!-- end -->\n\nAfter.\n');
});

test('writing twice changes nothing', () => {
  const once = fillRegions(PAGE, { one: 'new' });
  assert.equal(fillRegions(once, { one: 'new' }), once);
});

test('a region that nobody writes, or that the page has not, is an error', () => {
  assert.throws(() => fillRegions(PAGE, {}), /Nothing writes the region "one"/);
  assert.throws(() => fillRegions('No region.', { one: 'new' }), /has no region "one"/);
});

test('a gap says how it is answered', () => {
  const text = localOrgGaps([{ area: 'Queries', gaps: [{ what: 'FORMAT()', answer: 'refused', detail: 'Formats of <locales>.' }] }]);
  assert.match(text, /### Queries/);
  assert.match(text, /\| FORMAT\(\) \| refused by name \| Formats of \\<locales\\>\. \|/);
});

test('operations are counted under their API, and what is refused is named', () => {
  const text = apiCoverage([
    { name: 'query', method: 'GET', path: '/services/data/:version/query' },
    { name: 'bulk.create', method: 'POST', path: '/services/data/:version/jobs/ingest' },
    { name: 'unsupported.get.chatter', method: 'GET', path: '/services/data/:version/chatter/*rest' },
    { name: 'unsupported.post.chatter', method: 'POST', path: '/services/data/:version/chatter/*rest' },
  ]);
  assert.match(text, /\| Query and search \| 1 \| nothing \|/);
  assert.match(text, /\| Bulk API 2\.0 \| 1 \| nothing \|/);
  assert.match(text, /\| REST \| 0 \| `chatter\/\*rest` \|/);
});
