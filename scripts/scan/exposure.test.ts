/** Who passes gates by permission and what came of it; expectations by hand, an org that answers what is asked of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OrgConnection } from '../org/types.ts';
import type { BypassGrants, Grant } from './bypass.ts';
import { bypassExposure, exposureInWords, type BypassExposure } from './exposure.ts';

const NOW = { now: new Date('2026-06-01T12:00:00Z'), timeZone: 'America/Los_Angeles' };
const grant = (person: string, since: string | null, until: string | null = null): Grant => ({ userId: `005${person}`, person, since, until });
const asked: string[] = [];
/** Two deals changed three times by whoever is asked about; twelve changes in all. */
const org = { query: (soql: string) => Promise.resolve(asked.push(soql) > 0 && soql.includes('COUNT') ? [{ n: 12 }] : [{ OpportunityId: 'A' }, { OpportunityId: 'A' }, { OpportunityId: 'B' }]) } as unknown as OrgConnection;

test('one line for a person, from the first assignment to the last end', async () => {
  const grants: BypassGrants = new Map([['Opportunity', [grant('Holt', '2026-05-01T12:00:00Z', '2026-07-01T00:00:00Z'), grant('Ann', '2026-05-31T00:00:00Z')]], ['Closing', [grant('Holt', '2026-02-10T09:00:00Z', '2026-06-30T00:00:00Z')]], ['Lead', [grant('Bo', '2026-01-01T00:00:00Z')]]]);
  const { exposure, unread } = await bypassExposure(org, grants, NOW);
  assert.equal(unread, null);
  assert.deepEqual(exposure.map(({ person, families, since, lastDay, days, writes, deals, allWrites }) => [person, families.join(), since?.slice(0, 10), lastDay, days, writes, deals, allWrites]), [
    // Gates of leads leave no trace in the history of deals.
    ['Bo', 'Lead', '2026-01-01', null, 151, null, null, null],
    // The first of July by UTC is still the last of June in the org.
    ['Holt', 'Closing,Opportunity', '2026-02-10', '2026-06-30', 111, 3, 2, 12],
    ['Ann', 'Opportunity', '2026-05-31', null, 1, 3, 2, 12],
  ]);
  assert.ok(asked.includes("SELECT OpportunityId FROM OpportunityHistory WHERE CreatedById IN ('005Holt') AND CreatedDate >= 2026-02-10T09:00:00.000Z AND CreatedDate < 2026-06-01T12:00:00.000Z"), asked.join('\n'));
});

test('a change in the second of the scan counts: an org drops what a literal says below seconds', async () => {
  asked.length = 0;
  await bypassExposure(org, new Map([['Closing', [grant('Holt', '2026-02-10T09:00:00Z')]]]), { ...NOW, now: new Date('2026-06-01T12:00:00.600Z') });
  assert.ok(asked.every((soql) => soql.endsWith('AND CreatedDate < 2026-06-01T12:00:01.000Z')), asked.join('\n'));
});

test('what cannot be read is said, and nothing is zero', async () => {
  const refusing = { query: () => Promise.reject(new Error('OpportunityHistory is hidden')) } as unknown as OrgConnection;
  const { exposure, unread } = await bypassExposure(refusing, new Map([['Closing', [grant('Holt', '2026-02-10T09:00:00Z'), grant('Unknown', null)]]]), NOW);
  assert.deepEqual(exposure.map(({ person, days, writes }) => [person, days, writes]), [['Holt', 111, null], ['Unknown', null, null]]);
  assert.equal(unread, 'what holders of a bypass wrote: OpportunityHistory is hidden');
});

test('in words', () => {
  const one: BypassExposure = { userId: 'U', person: 'Holt', families: ['Closing'], since: '2026-02-10T09:00:00Z', until: null, lastDay: null, days: 111, writes: 24, deals: 9, allWrites: 2000 };
  assert.equal(exposureInWords(one), 'held for 111 days, nothing ends it; 24 changes to 9 deals, 1.2% of all in that time');
  assert.equal(exposureInWords({ ...one, until: '2026-06-10T00:00:00Z', lastDay: '2026-06-09', days: 1, writes: null }), 'held for 1 day, until 2026-06-09');
  assert.equal(exposureInWords({ ...one, days: null, since: null, writes: 0, deals: 0, allWrites: 0 }), 'held since nobody knows when, nothing ends it; 0 changes to 0 deals');
});
