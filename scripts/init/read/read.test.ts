import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrgRequestError, type OrgConnection } from '../../org/index.ts';
import { openingHours } from './calendar.ts';
import { readCompany } from './company.ts';
import { passagesOf } from './daysInStage.ts';
import { Reader } from './reader.ts';

test('midnight to midnight is the whole day, and no time at all is closed', () => {
  assert.equal(openingHours('00:00:00.000Z', '00:00:00.000Z'), '00:00-24:00');
  assert.equal(openingHours('09:30:00.000Z', '17:00:00.000Z'), '09:30-17:00');
  assert.equal(openingHours(null, null), null);
});

const row = (deal: string, stage: string, day: number, born = 1): Parameters<typeof passagesOf>[0][number] => ({
  OpportunityId: deal, StageName: stage, CreatedDate: new Date(Date.UTC(2026, 0, day)).toISOString(), Opportunity: { CreatedDate: new Date(Date.UTC(2026, 0, born)).toISOString() },
});

test('a passage counts when its beginning and its end were seen', () => {
  const days = passagesOf([
    row('a', 'Won', 21), row('a', 'Proposal', 11), row('a', 'Discovery', 5), row('a', 'Discovery', 1),
    // Older than what was read: how long it had been in Discovery is not known.
    row('b', 'Proposal', 8, -300), row('b', 'Discovery', 4, -300), row('b', 'Won', 12, -300),
    // Still there.
    row('c', 'Discovery', 3, 3),
  ]);
  assert.deepEqual([...days].toSorted(), [['Discovery', { median: 10, ninth: 10, passages: 1 }], ['Proposal', { median: 4, ninth: 10, passages: 2 }]]);
});

test('the median and the ninth of ten are days that deals really took', () => {
  const rows = Array.from({ length: 10 }, (_, index) => [row(String(index), 'Discovery', 1), row(String(index), 'Won', 2 + index)]).flat();
  assert.deepEqual(passagesOf(rows).get('Discovery'), { median: 5, ninth: 9, passages: 10 });
});

/** An org that answers queries by the object they ask, and refuses the others as Salesforce does. */
function answering(rows: Readonly<Record<string, readonly object[]>>): OrgConnection {
  const query = async (soql: string): Promise<readonly object[]> => {
    const object = /FROM (\w+)/.exec(soql)?.[1] ?? '';
    const found = rows[object];
    if (!found) throw new OrgRequestError('INVALID_TYPE', `sObject type '${object}' is not supported.`, 400);
    return found;
  };
  return { query } as unknown as OrgConnection;
}

const company = (locale: string | null): object => ({ Name: 'Acme', FiscalYearStartMonth: 4, DefaultLocaleSidKey: locale });

test('money is counted in the corporate currency, else in that of the locale, else it is said to be open', async () => {
  const reader = new Reader(() => undefined);
  const codeOf = async (rows: Readonly<Record<string, readonly object[]>>): Promise<string> => {
    const { currency } = await readCompany(answering(rows), reader);
    return `${currency.code} from ${currency.from}`;
  };
  assert.equal(await codeOf({ Organization: [company('en_US')], CurrencyType: [{ IsoCode: 'GBP' }] }), "GBP from the org's corporate currency");
  assert.match(await codeOf({ Organization: [company('de_DE_EURO')] }), /^EUR from the org's locale de_DE_EURO/);
  assert.match(await codeOf({ Organization: [company('ja_JP')] }), /^JPY /);
  assert.match(await codeOf({ Organization: [company('eo')] }), /^USD from nothing in the org; correct it$/);
  assert.deepEqual(reader.unread, []);
});

test('a part that is refused is noted; a session that has ended ends the run', async () => {
  const reader = new Reader(() => undefined);
  assert.equal(await reader.part('something', 'fallback', () => Promise.reject(new OrgRequestError('INSUFFICIENT_ACCESS', 'not\nyours', 403))), 'fallback');
  assert.deepEqual(reader.unread, ['something: not yours']);
  await assert.rejects(reader.part('more', null, () => Promise.reject(new OrgRequestError('INVALID_SESSION_ID', 'over', 401))), { errorCode: 'INVALID_SESSION_ID' });
});
