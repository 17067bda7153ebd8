import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { strangeLines } from './strangeLines.ts';
import { playbookWith, writeSnapshot } from './testing/snapshot.ts';
import { inputs, metric } from './testing/vectors.ts';

const DEAL = '006000000000001AAA';
const USERS = [{ Id: 'u1', Name: 'Ann', Username: 'ann@x.example', IsActive: true }];
const snapshot = (): Promise<string> => {
  const playbook = playbookWith([metric('invoicing_lag'), metric('attainment')]);
  return writeSnapshot(playbook, { Opportunity: [{ Id: DEAL, StageName: 'Won', CloseDate: '2026-03-01', CreatedDate: '2026-01-01T00:00:00Z' }], User: USERS });
};
const BILLING = 'opportunity_id,invoice_number,invoice_date,due_date,paid_date,amount,recurring_amount,period_start,period_end,currency,as_of\n';
const QUOTA = 'level,owner,motion,period_start,period_end,amount,basis,as_of\n';

test('lines that name no record of the snapshot are counted, and the first is named by its line and id', async () => {
  // The same deal by 15 characters and by 18; a text over two lines before the one that is wrong.
  const billing = `${BILLING}006000000000001,1,2026-03-09,,,50,,,,USD,\n"${DEAL}","two\nlines",2026-03-09,,,50,,,,USD,\n006000000000002AAA,3,2026-03-10,,,50,,,,USD,\n\n006000000000003AAA,4,2026-03-10,,,50,,,,USD,\n`;
  const dir = await inputs({ 'billing.csv': billing });
  assert.deepEqual(await strangeLines(dir, await snapshot()), [`${join(dir, 'billing.csv')}: 2 lines name a deal that the snapshot does not have: such a line is in no number. The first is line 5, opportunity_id 006000000000002AAA: is it of another org, or out of sight for the user who extracted?`]);
});

test('a quota of a person is of a username, in any letter case; those of teams and of the company name none', async () => {
  const lines = ['company,,new,2026-01-01,2026-03-31,100,,', 'team,East,new,2026-01-01,2026-03-31,60,,', 'user,ANN@x.example ,new,2026-01-01,2026-03-31,50,,', 'User,bob@x.example,new,2026-01-01,2026-03-31,50,,'];
  const dir = await inputs({ 'quota.csv': `${QUOTA}${lines.join('\n')}\n` });
  assert.deepEqual((await strangeLines(dir, await snapshot())).map((sentence) => sentence.replace(dir, '')), ['/quota.csv: 1 line names a user that the snapshot does not have: such a quota stands beside no deals. The first is line 5, owner bob@x.example: is it of another org, or out of sight for the user who extracted?']);
});

test('what the snapshot was not asked for, and files that are not there, name nothing', async () => {
  const dir = await inputs({ 'account_health.csv': 'account_id,day,health,score,reason,as_of\n001X,2026-03-01,Green,1,,\n' });
  assert.deepEqual(await strangeLines(dir, await writeSnapshot(playbookWith([metric('mql_volume')]), {})), []);
  assert.deepEqual(await strangeLines(join(dir, 'gone'), await snapshot()), []);
});
