/** What all metrics were at the ends of months: all months in one pass, against a pass for each. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAndAnswer } from '../metrics/answering.ts';
import { answerDays, type Asking } from '../metrics/days.ts';
import { FACTS } from '../metrics/facts/index.ts';
import { closedPeriods, windowOf } from '../metrics/period.ts';
import { withSession, type Session } from '../metrics/session.ts';
import type { MetricResult } from '../metrics/types.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { startOfDay } from '../shared/localTime.ts';
import { count, cpuSeconds, inTurns, positive, say, table, type Bench } from './harness.ts';
import { AS_OF, writeCompany } from './metricsData.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const MONTHS = 12;

export const past: Bench = {
  summary: 'numbers of twelve month ends in one pass against a pass for each (--rows 800)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '800' } } });
    const rows = positive(values.rows, '--rows');
    const { playbook } = await loadPlaybook(join(PROJECT, 'config/playbook'));
    if (!playbook) throw new Error('The playbook is not sound: run handrail check.');
    const dir = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
    try {
      await writeCompany(dir, playbook, rows);
      await withSession(playbook, dir, { asOf: AS_OF, inputsDir: join(PROJECT, 'config/sample/inputs') }, async (session) => {
        const asking = monthEnds(session);
        const work = { together: () => answerDays(session, asking), apart: () => oneByOne(session, asking) };
        const [together, apart] = [await work.together(), await work.apart()];
        assert.deepEqual(together, apart);
        say(`${count(rows)} deals, ${count(together.flat().length)} numbers of ${MONTHS} month ends: the same in one pass as in a pass for each.`);
        const spent = await inTurns(['together', 'apart'], (name) => cpuSeconds(work[name]));
        say();
        say(table([
          ['', 'CPU-s', 'ratio'],
          ['a pass for each month end (peer)', spent.apart.toFixed(2), '1'],
          ['all in one pass, as far as records allow', spent.together.toFixed(2), `1/${(spent.apart / spent.together).toFixed(1)}`],
        ]));
      });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

function monthEnds({ playbook, today, timeZone }: Session): Asking[] {
  const { fiscalYearStart } = playbook;
  const metrics = playbook.metrics.filter(({ fact }) => !FACTS[fact].ofToday);
  return closedPeriods('month', MONTHS, today, fiscalYearStart).map(({ to }) => ({ asOf: startOfDay(to, timeZone), requests: metrics.map((metric) => ({ metric, period: windowOf(metric.window, to, fiscalYearStart), slices: [], today: to, fiscalYearStart })) }));
}

async function oneByOne(session: Session, asking: readonly Asking[]): Promise<MetricResult[][]> {
  const found: MetricResult[][] = [];
  for (const { asOf, requests } of asking) found.push((await buildAndAnswer(session.at(asOf), [requests])).flat());
  return found;
}
