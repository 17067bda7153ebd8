/** Which day it is: that of the org's clocks wherever an org is read, that of the playbook's where none is. The playbook is of New York. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ADMIN, deployedOrg, type DeployedOrg } from '../../drift/testing/deployedOrg.ts';
import type { JudgedReport } from '../../drift/types.ts';
import type { PlanReport } from '../../plan/types.ts';
import type { ScanReport } from '../../scan/types.ts';
import type { SyncResult } from '../../sync/types.ts';
import { keepFewNumbers } from '../testing/fewNumbers.ts';
import { handrail, type Run } from '../testing/run.ts';

const TOKYO = 'Asia/Tokyo';
const LOS_ANGELES = 'America/Los_Angeles';
const DAY = '2026-11-10';
/** Its first moment. */
const BEGINS = { [TOKYO]: '2026-11-09T15:00:00.000Z', [LOS_ANGELES]: '2026-11-10T08:00:00.000Z' } as const;
/** One instant, two days: the 11th in Tokyo, the 10th in Los Angeles, New York and by UTC. */
const LATE = '2026-11-10T20:00:00Z';
const EVENING_IN = { [TOKYO]: '2026-11-11', [LOS_ANGELES]: '2026-11-10' } as const;
/** One instant, two days: the 10th in Tokyo and by UTC, the 9th in Los Angeles and New York. */
const EARLY = '2026-11-10T03:00:00Z';
const MORNING_IN = { [TOKYO]: '2026-11-10', [LOS_ANGELES]: '2026-11-09' } as const;
const ZONES = [TOKYO, LOS_ANGELES] as const;

/** Clocks that show another day than UTC at this moment; at every hour one of the two do. */
const OTHER_DAY = new Date().getUTCHours() >= 10 ? { zone: 'Pacific/Kiritimati', hours: 14 } : { zone: 'Pacific/Pago_Pago', hours: -11 };
const dayAfter = (days: number, hours = 0): string => new Date(Date.now() + days * 86_400_000 + hours * 3_600_000).toISOString().slice(0, 10);
const THERE = dayAfter(0, OTHER_DAY.hours);
const DAY_BEFORE_THERE = dayAfter(-1, OTHER_DAY.hours);

describe('which day it is', () => {
  let deployed: DeployedOrg;
  before(async () => {
    deployed = await deployedOrg();
    await keepFewNumbers(deployed.projectDir);
    await mkdir(join(deployed.projectDir, 'reviews'));
    await writeFile(join(deployed.projectDir, 'reviews/decisions.yaml'), `decisions:\n${['2026-11-08', '2026-11-09', '2026-11-10', '2026-11-11'].map((due, index) => `  - { id: D-2026-00${index + 1}, date: 2026-11-02, meeting: weekly-pipeline, decision: Do it, owner: Rosa, due: ${due} }`).join('\n')}\n`);
    await edit('opportunity.yaml', (text) => text.replace('label: Economic buyer named', 'label: Economic buyer named\n        effective_from: 2026-11-11'));
  });
  after(() => deployed.close());

  const run = (...args: readonly string[]): Promise<Run> => handrail([...args, '--json', '--target-org', deployed.org.accessToken], { cwd: deployed.projectDir, env: { SF_ORG_INSTANCE_URL: deployed.org.url } });
  const here = (...args: readonly string[]): Promise<Run> => handrail([...args, '--json'], { cwd: deployed.projectDir });
  const resultOf = <T>(done: Run): T => {
    assert.ok(done.stdout.includes('"result"'), `${done.stdout}${done.stderr}`);
    return done.json<{ result: T }>().result;
  };
  const setZone = async (zone: string): Promise<void> => {
    const [row] = await deployed.connection.query<{ Id: string }>('SELECT Id FROM Organization');
    deployed.org.engine.writeSystemRow('Organization', { Id: row?.Id ?? '', TimeZoneSidKey: zone });
  };
  async function edit(name: string, change: (text: string) => string): Promise<void> {
    const path = join(deployed.projectDir, 'config/playbook', name);
    const text = await readFile(path, 'utf8');
    assert.ok(change(text) !== text, name);
    await writeFile(path, change(text));
  }
  const rows = (soql: string): readonly Readonly<Record<string, unknown>>[] => deployed.org.engine.query(deployed.org.session(ADMIN), soql).records;
  const packDays = (): unknown[] => [...new Set(rows('SELECT Pack_Date__c FROM Handrail_Pack__c').map((row) => row['Pack_Date__c']))].toSorted();

  for (const zone of ZONES) {
    test(`${zone}: a day that is given begins with it, for every command that reads the org`, async () => {
      await setZone(zone);
      const found = resultOf<{ metrics: { asOf: string }[] }>(await run('metrics', '--metric', 'next_step_coverage', '--as-of', DAY));
      assert.deepEqual(found.metrics.map(({ asOf }) => asOf), [BEGINS[zone]]);
      const synced = resultOf<SyncResult>(await run('sync', '--as-of', DAY));
      assert.deepEqual([...new Set(synced.metrics.map(({ asOf }) => asOf))], [BEGINS[zone]]);
      assert.deepEqual(packDays(), [DAY]);
      assert.match(String(rows('SELECT Compared_With__c FROM Handrail_Pack__c WHERE Meeting__c = \'weekly-pipeline\'')[0]?.['Compared_With__c']), / 2026-11-03$/);
      // The one that is due on the day is not late yet.
      const packs = join(deployed.projectDir, 'reviews');
      const review = resultOf<{ pack: { asOf: string; first: string[] }; files: string[] }>(await run('review', 'weekly-pipeline', '--as-of', DAY, '--packs', packs));
      assert.equal(review.pack.asOf, BEGINS[zone]);
      assert.match(review.pack.first[0] ?? '', /^2 decisions are overdue: D-2026-001 .* D-2026-002 /);
      assert.deepEqual(await readdir(join(packs, 'weekly-pipeline')), [`${DAY}.html`, `${DAY}.json`, `${DAY}.md`]);
      for (const end of ['md', 'html']) assert.match(await readFile(join(packs, 'weekly-pipeline', `${DAY}.${end}`), 'utf8'), new RegExp(`(# |<title>)Pipeline review, ${DAY}`));
    });

    test(`${zone}: an instant is of the day that its clocks show`, async () => {
      await setZone(zone);
      for (const [instant, day] of [[LATE, EVENING_IN[zone]], [EARLY, MORNING_IN[zone]]] as const) {
        const { files } = resultOf<{ files: string[] }>(await run('review', 'weekly-pipeline', '--as-of', instant, '--packs', `packs-${instant.slice(11, 13)}-${zone.slice(0, 4)}`));
        assert.deepEqual(files.map((file) => basename(file)).toSorted(), [`${day}.html`, `${day}.json`, `${day}.md`]);
      }
      // OPP-QUAL-01 takes effect on the 11th.
      const scan = resultOf<ScanReport>(await run('scan', '--as-of', LATE, '--criterion', 'OPP-QUAL-01'));
      assert.match(scan.coverage.read.join(), zone === TOKYO ? /Opportunity: \d+ records, 1 criteria/ : /Opportunity: \d+ records, 0 criteria/);
      const plan = resultOf<PlanReport>(await run('plan', '--as-of', LATE));
      assert.deepEqual(plan.impact.map(({ criterion, blocks }) => [criterion, blocks]), [['OPP-QUAL-01', zone === TOKYO]]);
    });
  }

  test('a pack of the day before is what the next one compares with, whatever day it is by UTC', async () => {
    await setZone(TOKYO);
    // 23:30 of the 9th and 00:30 of the 10th in Tokyo: one day by UTC.
    for (const instant of ['2026-11-09T14:30:00Z', '2026-11-09T15:30:00Z']) await run('review', 'weekly-pipeline', '--as-of', instant, '--packs', 'nights');
    assert.match(await readFile(join(deployed.projectDir, 'nights/weekly-pipeline/2026-11-10.md'), 'utf8'), /Changes are against the pack of 2026-11-09\./);
  });

  test('what was decided about drift ends with its last day in the org', async () => {
    await setZone(OTHER_DAY.zone);
    const policy = 'decided';
    await mkdir(join(deployed.projectDir, policy));
    const entry = (until: string): string => `ignore:\n  - { id: RULE-Opportunity-Nothing, kind: rule-foreign, reason: Ours, until: ${until} }\n`;
    const expired = async (until: string): Promise<unknown> => {
      await writeFile(join(deployed.projectDir, policy, 'ignore.yaml'), entry(until));
      return resultOf<JudgedReport>(await run('drift', '--policy', policy)).expired.map((one) => one.until);
    };
    assert.deepEqual(await expired(THERE), []);
    assert.deepEqual(await expired(DAY_BEFORE_THERE), [DAY_BEFORE_THERE]);
    const refused = await run('drift', 'ignore', 'RULE-Opportunity-Nothing', '--policy', policy, '--until', DAY_BEFORE_THERE, '--reason', 'Ours', '--yes');
    assert.deepEqual([refused.exitCode, refused.json<{ message: string }>().message.includes(DAY_BEFORE_THERE)], [2, true]);
  });

  test('without an org it is the day of the playbook', async () => {
    await edit('definitions.yaml', (text) => text.replace('time_zone: America/New_York', `time_zone: ${OTHER_DAY.zone}`));
    const decided = resultOf<{ decision: { date: string } }>(await here('review', 'decide', 'weekly-pipeline', '--decision', 'Date them', '--owner', 'Rosa', '--due', '2030-01-31', '--packs', 'new'));
    assert.equal(decided.decision.date, THERE);
    const closed = resultOf<{ decision: { checked: string } }>(await here('review', 'close', `D-${THERE.slice(0, 4)}-001`, '--result', 'Done', '--packs', 'new'));
    assert.equal(closed.decision.checked, THERE);
    const dueOn = async (reviewBy: string, asOf: string): Promise<boolean> => {
      await edit('definitions.yaml', (text) => text.replace(/review_by: [\d-]+/, `review_by: ${reviewBy}`));
      return resultOf<{ problems: { code: string }[] }>(await here('check', '--as-of', asOf)).problems.some(({ code }) => code === 'HR502');
    };
    await edit('definitions.yaml', (text) => text.replace(`time_zone: ${OTHER_DAY.zone}`, `time_zone: ${TOKYO}`));
    assert.equal(await dueOn('2026-11-09', '2026-11-09T16:00:00Z'), true);
    assert.equal(await dueOn('2026-11-10', '2026-11-09T16:00:00Z'), false);
    await edit('definitions.yaml', (text) => text.replace(`time_zone: ${TOKYO}`, `time_zone: ${LOS_ANGELES}`));
    assert.equal(await dueOn('2026-11-09', '2026-11-10T03:00:00Z'), false);
  });
});
