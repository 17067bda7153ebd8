/** A small company with all that makes numbers differ: the same rows for DuckDB and for every other engine. */
import type { Playbook } from '../../../playbook/model.ts';
import { askedFields } from '../../criteria/questions.ts';
import { SOURCE_OBJECTS, sourceColumns } from '../../facts/sources.ts';
import type { Dialect } from '../../relational/dialect.ts';
import type { Columns, Value } from '../../relational/expression.ts';
import { printRelation } from '../../relational/print.ts';
import { values } from '../../relational/relation.ts';
import { dealRows, DEFAULTS, type DealRow, type Rows, type Step } from '../../testing/snapshot.ts';
import type { Driver } from '../driver.ts';

/** Numbers that look random and are always the same. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const day = (offset: number): string => new Date(Date.UTC(2024, 6, 1) + offset * 86_400_000).toISOString().slice(0, 10);
const pick = <T>(of: readonly T[], draw: (below: number) => number): T => of[draw(of.length)] as T;

/** Names whose order differs between languages, and which no quoting may break. */
const SOURCES = ['Web', 'web', 'Événement', "O'Brien", 'back\\slash', 'Ärzte "24"', null, 'Zoll;--'] as const;

/** Deals, leads, handoffs and people of two years up to the middle of 2026. @param count of deals */
export function company(playbook: Playbook, count: number): Rows {
  const draw = drawing(20260701);
  const stages = playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
  const open = stages.filter((stage) => !stage.closed).map(({ name }) => name);
  const won = stages.find((stage) => stage.won)?.name ?? '';
  const lost = stages.find((stage) => stage.closed && !stage.won)?.name ?? '';
  const reasons = playbook.lossReasons.map(({ name }) => name);
  const deals = Array.from({ length: count }, (_, index): DealRow => {
    const begins = draw(620);
    const said = (): Step => ({ amount: pick([null, 1000 * draw(300), 1234.56 + draw(90_000), 99_999.99999999], draw), closes: day(begins + 20 + draw(200)), category: pick(['Pipeline', 'BestCase', 'Forecast', 'Omitted'], draw), by: `U${draw(4)}` });
    let at = begins;
    const path: [string, string, Step][] = [];
    const steps = draw(open.length + 1);
    for (let step = 0; step <= steps; step += 1) {
      // Some skip stages, go back, or are made in the middle.
      const place = draw(6) === 0 ? draw(open.length) : Math.min(step, open.length - 1);
      path.push([open[place] ?? '', `${day(at)}T${String(draw(24)).padStart(2, '0')}:${String(draw(60)).padStart(2, '0')}:07Z`, said()]);
      at += 1 + draw(25);
    }
    if (draw(5) < 3) path.push([draw(2) === 0 ? won : lost, `${day(at)}T23:30:00Z`, said()]);
    if (draw(12) === 0) path.push([pick([...open, won, lost], draw), `${day(at + 5)}T03:00:00Z`, said()]);
    if (draw(40) === 0) path.push(['Renamed in Setup', `${day(at + 6)}T03:00:00Z`, said()]);
    const start = day(at);
    return {
      id: `006${String(index).padStart(6, '0')}${pick(['aA', 'Aa', 'zZ', 'é'], draw)}`,
      account: `A${draw(Math.max(2, count / 3))}`,
      owner: `U${draw(4)}`,
      motion: pick(['New Logo', 'Win-back', 'Renewal', 'Expansion', 'Contraction', null] as const, draw) ?? '',
      ...(draw(10) === 0 ? { exclude: pick(['Migration', 'Test'], draw) } : {}),
      ...(draw(4) === 0 ? {} : { reason: pick(reasons, draw) }),
      path: path.toSorted((left, right) => left[1].localeCompare(right[1])),
      more: {
        LeadSource: pick(SOURCES, draw),
        Handrail_Tier__c: pick(['Gold', 'Silver', null], draw),
        Handrail_ARR__c: pick([null, 12_000, 36_000.5, 120_000], draw),
        Handrail_One_Off__c: pick([null, 500], draw),
        Handrail_Term_Start__c: pick([null, start], draw),
        Handrail_Term_Months__c: 12,
        Handrail_Term_End__c: day(at + 364),
        Handrail_Base_Deal__c: index > 3 && draw(3) === 0 ? `006${String(draw(index)).padStart(6, '0')}aA` : null,
        Handrail_Champion__c: pick([null, 'tbd', 'Ada Lovelace', ' N/A '], draw),
        Handrail_Pain__c: pick([null, 'Too many spreadsheets', 'x'], draw),
        Handrail_Kickoff_Owner__c: `U${draw(4)}`,
        Handrail_Competitor__c: pick([null, 'Other', 'Rival'], draw),
        Handrail_Renewal_Risk__c: pick([null, 'None', 'High'], draw),
      },
    };
  });
  const moment = (offset: number): string => `${day(offset)}T${String(draw(24)).padStart(2, '0')}:${String(draw(60)).padStart(2, '0')}:${String(draw(60)).padStart(2, '0')}Z`;
  const leads = Array.from({ length: count }, (_, index) => {
    const made = draw(650);
    const responded = draw(4) > 0;
    return {
      Id: `00Q${String(index).padStart(6, '0')}`, OwnerId: `U${draw(4)}`, LeadSource: pick(SOURCES, draw), Status: pick(['Open', 'Closed', 'Working'], draw), IsConverted: draw(4) === 0, IsDeleted: draw(30) === 0,
      ConvertedOpportunityId: draw(5) === 0 ? (deals[draw(count)]?.id ?? null) : null, ConvertedDate: draw(4) === 0 ? day(made + 10) : null, NumberOfEmployees: pick([null, 5, 250, 9000], draw), CreatedDate: moment(made),
      Handrail_Original_Source__c: pick(SOURCES, draw), Handrail_Request__c: pick(['Demo', 'Newsletter', null], draw), Handrail_MQL_At__c: draw(3) > 0 ? moment(made + 1) : null, Handrail_Assigned_At__c: draw(4) > 0 ? moment(made + 1 + draw(2)) : null,
      Handrail_First_Response_At__c: responded ? moment(made + 1 + draw(4)) : null, Handrail_Sales_Decision__c: pick([null, 'Accepted', 'Rejected'], draw), Handrail_Decided_At__c: moment(made + 6), Handrail_SQL_At__c: draw(3) === 0 ? moment(made + 8) : null,
      Handrail_Reject_Reason__c: pick([null, 'No budget'], draw), Handrail_Meeting_Held__c: draw(3) === 0 ? day(made + 9) : null,
    };
  });
  return {
    ...dealRows(deals),
    Account: Array.from({ length: Math.ceil(count / 3) }, (_, index) => ({ Id: `A${index}`, NumberOfEmployees: pick([null, 20, 400, 5000], draw), BillingCountry: pick([null, 'DE', 'US', 'Österreich'], draw), Handrail_CSM__c: pick([null, 'U0', 'U1'], draw), Handrail_Health__c: pick([null, 'Green', 'Red'], draw) })),
    User: [0, 1, 2, 3].map((index) => ({ Id: `U${index}`, Name: index < 2 ? 'Ann' : `Bob ${index}`, Username: `u${index}@example.com`, UserRoleId: index === 3 ? null : `R${index % 2}` })),
    UserRole: [{ Id: 'R0', Name: 'East' }, { Id: 'R1', Name: 'West' }],
    RecordType: [],
    OpportunityFieldHistory: deals.filter((_, index) => index % 5 === 0).map(({ id, path }, index) => ({ Id: `017${index}`, OpportunityId: id, Field: 'Owner', OldValue: `U${index % 4}`, CreatedDate: path.at(-1)?.[1] ?? null })),
    Lead: leads,
    LeadHistory: leads.filter((_, index) => index % 7 === 0).flatMap((lead, index) => [
      { Id: `H${index}a`, LeadId: lead.Id, Field: 'Handrail_MQL_At__c', OldValue: pick(['2025-02-03T10:00:00.000Z', '2025-03-03 11:30:00', '2025-02-30T10:00:00Z', 'never', ''], draw), CreatedDate: moment(400) },
      { Id: `H${index}b`, LeadId: lead.Id, Field: 'Handrail_Sales_Decision__c', OldValue: 'Rejected', CreatedDate: moment(401) },
      { Id: `H${index}c`, LeadId: lead.Id, Field: 'Handrail_Assigned_At__c', OldValue: pick(['2025-02-03T10:05:00.000Z', '2025-03-03 15:30:00', moment(300), 'never'], draw), CreatedDate: moment(402) },
    ]),
    Handrail_Handoff__c: deals.filter((_, index) => index % 4 === 0).map(({ id, path }, index) => {
      const sent = draw(600);
      return {
        Id: `a0H${index}`, Type__c: pick([null, 'Sales to CS', 'Other'], draw), Opportunity__c: id, Sent_At__c: path.at(-1)?.[1] ?? null, Resent_At__c: draw(5) === 0 ? moment(sent) : null, Accepted_At__c: draw(2) === 0 ? moment(sent) : null, Rejected_At__c: draw(4) === 0 ? moment(sent) : null,
        Kickoff_Held_At__c: draw(2) === 0 ? moment(sent + 2) : null, Go_Live_On__c: pick([null, day(sent + 300)], draw), First_Value_On__c: pick([null, day(sent + 350)], draw), Blocker__c: pick([null, 'Security review'], draw), First_Invoice_On__c: pick([null, day(sent + 200)], draw), Live_Billing_On__c: null, IsDeleted: false,
      };
    }),
  };
}

/** The external inputs of the company. */
export const INPUT_FILES: Readonly<Record<string, string>> = {
  'quota.csv': ['level,owner,motion,period_start,period_end,amount,basis,as_of', 'team,,New Logo,2026-04-01,2026-06-30,4000000,bookings,2026-06-01', 'user,u0@example.com,New Logo,2026-04-01,2026-06-30,1500000.5,bookings,2026-06-01'].join('\n'),
  'gtm_cost.csv': ['month,function,kind,channel,amount,currency,source_system,as_of', ...Array.from({ length: 80 }, (_, index) => `2025-${String(1 + (index % 12)).padStart(2, '0')}-01,marketing,${index % 2 === 0 ? 'program' : 'people'},${['Web', 'Événement', ''][index % 3] ?? ''},${1000.25 + index},USD,ledger,2026-06-01`)].join('\n'),
  'gross_margin.csv': ['month,gross_margin,as_of', '2025-12-01,0.71,2026-06-01', '2026-05-01,0.745,2026-06-01'].join('\n'),
  'account_health.csv': ['account_id,day,health,score,reason,as_of', 'A0,2026-06-20,green,80,,2026-06-28', 'A1,2026-06-21,red,20.5,quiet,2026-06-28', 'A1,2026-05-21,green,70,,2026-06-28'].join('\n'),
};

/** Makes tables of the rows, as a loader would have: in the given schema, under the names of the org. */
export async function loadCompany(driver: Driver, dialect: Dialect, schema: readonly string[], playbook: Playbook, rows: Rows, named: (name: string) => string = (name) => name): Promise<void> {
  for (const object of SOURCE_OBJECTS) {
    const columns: Columns = { ...(object === 'Opportunity' ? askedFields(playbook) : {}), ...sourceColumns(object) };
    const renamed = Object.fromEntries(Object.entries(columns).map(([field, type]) => [named(field), type]));
    const table = [...schema, named(object)].map(dialect.identifier).join('.');
    const all = (rows[object] ?? []).map((row) => Object.keys(columns).map((field): Value => row[field] ?? DEFAULTS[field] ?? null));
    await driver.execute(dialect.createTable(table, printRelation(values(renamed, all.slice(0, 200)), dialect), true));
    for (let from = 200; from < all.length; from += 200) await driver.execute(`INSERT INTO ${table}\n${printRelation(values(renamed, all.slice(from, from + 200)), dialect)}`);
  }
}
