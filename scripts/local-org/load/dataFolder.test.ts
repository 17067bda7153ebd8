import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startLocalOrg, type LocalOrg } from '../index.ts';
import { loadDataFolder } from './dataFolder.ts';

describe('a folder of CSV files', () => {
  let org: LocalOrg;
  before(async () => {
    org = await startLocalOrg();
  });
  after(() => org.close());

  const admin = (): ReturnType<LocalOrg['session']> => org.session('admin@handrail.local');
  const rows = (soql: string): readonly Record<string, unknown>[] => org.engine.query(admin(), soql).records;

  async function folder(files: Readonly<Record<string, string>>): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'handrail-load-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
    return dir;
  }

  test('loads parents first, translates ids, and keeps who created what when', async () => {
    const [rep] = rows("SELECT Id FROM User WHERE Username = 'rep@handrail.local'");
    const dir = await folder({
      'Account.csv': 'Id,Name,NumberOfEmployees\n001000000000AAA,"Acme, ""The"" Co",40\n001000000000BBB,Bar,\n',
      'Opportunity.csv': `Name,AccountId,StageName,CloseDate,Amount,CreatedDate,CreatedById\nDeal,001000000000AAA,Prospecting,2026-03-31,1000.50,2024-06-01T12:00:00Z,${String(rep?.['Id'])}\n`,
    });
    const counts = await loadDataFolder(org.engine, admin(), dir, () => undefined);
    assert.deepEqual(counts, { Account: 2, Opportunity: 1 });
    const [deal] = rows('SELECT Amount, CreatedDate, CreatedBy.Username, Account.Name, Account.NumberOfEmployees FROM Opportunity');
    assert.equal(deal?.['Amount'], 1000.5);
    assert.equal(deal?.['CreatedDate'], '2024-06-01T12:00:00.000+0000');
    assert.equal((deal?.['CreatedBy'] as Record<string, unknown>)['Username'], 'rep@handrail.local');
    assert.equal((deal?.['Account'] as Record<string, unknown>)['Name'], 'Acme, "The" Co');
  });

  test('one refused row undoes everything and is named by file and line', async () => {
    const before = rows('SELECT Id FROM Account').length;
    const dir = await folder({ 'Account.csv': 'Name\nGood\n', 'Contact.csv': 'LastName,Email\nFine,a@example.com\n,b@example.com\n' });
    await assert.rejects(loadDataFolder(org.engine, admin(), dir, () => undefined), /Contact\.csv:3: .*LastName.*Nothing was loaded/);
    assert.equal(rows('SELECT Id FROM Account').length, before);
  });

  test('a file that names no object', async () => {
    await assert.rejects(loadDataFolder(org.engine, admin(), await folder({ 'Acount.csv': 'Name\nX\n' }), () => undefined), /no object "Acount"/);
  });
});
