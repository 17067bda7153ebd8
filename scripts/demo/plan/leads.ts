/** Leads: where each comes from, what is decided, and when. Counts are those of leads.yaml. */
import { SEGMENTS, type LeadTables } from '../tables/schema.ts';
import { ConstraintError, expectEqual, type Chance } from './arithmetic.ts';
import { addDays, addMonths, lastOfMonth, monthOf } from './calendar.ts';
import type { Setting } from './days.ts';
import type { Draft } from './deals.ts';
import type { Account, Lead } from './model.ts';
import { accountNames, domainOf, personName } from './names.ts';

type Kind = 'deal' | 'accepted' | 'alone' | 'rejected' | 'fresh' | 'in queue' | 'waiting' | 'converted undecided' | 'not qualified';

interface Sketch {
  readonly kind: Kind;
  readonly source: string;
  readonly mql: boolean;
  handRaiser: boolean;
  met: boolean;
  draft?: Draft;
  day: string;
  inTime: boolean;
  responds: boolean;
  rejectReason?: string;
}

const ASKING = ['Demo', 'Pricing', 'Trial', 'Talk to sales'];
const BROWSING = ['Content', 'Event', 'None'];
const REJECT = ['No need found', 'Not now', 'Bad contact data', 'Student, vendor or job seeker', 'Already a customer or open deal'];
const DISQUALIFY = ['Not a fit', 'No need', 'Unreachable', 'Chose another vendor'];

export function planLeads(drafts: readonly Draft[], setting: Setting): Lead[] {
  const { tables: { leads: tables, company }, chance } = setting;
  const sketches = Object.keys(tables.sources).flatMap((source) => sketchesOf(source, tables, drafts, chance));
  giveUndecided(sketches, tables, chance);
  for (const [source, counts] of Object.entries(tables.sources)) giveRequests(sketches.filter((sketch) => sketch.source === source), counts.hand_raisers, chance);
  giveReasons(sketches, tables, chance);
  giveLeadDays(sketches, setting);
  giveResponses(sketches, tables, chance);
  const sdrs = company.people.filter(({ qualifies }) => qualifies === true).map(({ name }) => name);
  const names = accountNames(chance, sketches.length);
  const found = sketches.toSorted((one, other) => one.day.localeCompare(other.day)).map((sketch, id) => leadOf(sketch, id, sdrs[id % sdrs.length] ?? '', names[id] ?? '', setting));
  return withDuplicates(found, tables.duplicate_pairs, chance);
}

function sketchesOf(source: string, tables: LeadTables, drafts: readonly Draft[], chance: Chance): Sketch[] {
  const counts = tables.sources[source];
  if (!counts) return [];
  const make = (kind: Kind, count: number): Sketch[] => Array.from({ length: count }, () => ({ kind, source, mql: kind !== 'not qualified', handRaiser: false, met: false, day: '', inTime: false, responds: true }));
  const own = drafts.filter((draft) => draft.fromLead && draft.source === source);
  expectEqual(`leads of ${source} that became deals`, own.length, counts.converted);
  const deals = make('deal', own.length);
  for (const [index, sketch] of deals.entries()) Object.assign(sketch, { draft: own[index] });
  const total = Object.values(tables.sources).reduce((sum, { converted_alone: alone }) => sum + alone, 0);
  const undecidedAlone = Math.round((tables.undecided.converted * counts.converted_alone) / total);
  const alone = make('alone', counts.converted_alone - undecidedAlone);
  const accepted = make('accepted', counts.accepted - own.length - alone.length);
  // Everybody who became a deal had met us; of the others as many as are left.
  for (const sketch of [...deals, ...alone, ...chance.shuffled(accepted)].slice(0, counts.met)) sketch.met = true;
  const undecided = [...make('converted undecided', undecidedAlone), ...make('waiting', counts.undecided - undecidedAlone)];
  const mqls = [...deals, ...alone, ...accepted, ...make('rejected', counts.rejected), ...undecided];
  expectEqual(`MQLs of ${source}`, mqls.length, counts.mql);
  return [...mqls, ...make('not qualified', counts.leads - counts.mql)];
}

function giveUndecided(sketches: Sketch[], { undecided }: LeadTables, chance: Chance): void {
  expectEqual('converted without a decision', sketches.filter(({ kind }) => kind === 'converted undecided').length, undecided.converted);
  const waiting = chance.shuffled(sketches.filter(({ kind }) => kind === 'waiting'));
  expectEqual('undecided leads', waiting.length, undecided.fresh + undecided.in_queue + undecided.waiting);
  for (const [index, sketch] of waiting.entries()) Object.assign(sketch, { kind: index < undecided.fresh ? 'fresh' : index < undecided.fresh + undecided.in_queue ? 'in queue' : 'waiting' });
}

function giveRequests(own: readonly Sketch[], count: number, chance: Chance): void {
  const mqls = chance.shuffled(own.filter(({ mql }) => mql)).toSorted((one, other) => Number(other.kind === 'fresh') - Number(one.kind === 'fresh'));
  if (mqls.length < count) throw new ConstraintError('hand-raisers', `there are ${mqls.length} MQLs for ${count}`);
  for (const sketch of mqls.slice(0, count)) sketch.handRaiser = true;
}

function giveReasons(sketches: readonly Sketch[], { wrong_fit: wrong }: LeadTables, chance: Chance): void {
  const rejected = chance.shuffled(sketches.filter(({ kind }) => kind === 'rejected'));
  const bought = rejected.filter(({ source }) => source === 'Purchased List');
  for (const sketch of rejected) sketch.rejectReason = chance.pick(REJECT, 'a rejection reason');
  for (const sketch of bought.slice(0, wrong)) sketch.rejectReason = 'Wrong fit';
}

/** As many each month; a lead that became a deal comes two working days or three before it. */
function giveLeadDays(sketches: readonly Sketch[], { tables: { leads: tables, company }, chance, working, today }: Setting): void {
  const first = monthOf(company.history_from);
  const months = Array.from({ length: 24 }, (_, index) => addMonths(first, index));
  const left = new Map(months.map((month) => [month, tables.per_month]));
  const place = (sketch: Sketch, day: string): void => {
    const month = monthOf(day);
    left.set(month, (left.get(month) ?? 0) - 1);
    if ((left.get(month) ?? -1) < 0) throw new ConstraintError('leads a month', `${month} would have more than ${tables.per_month}`);
    sketch.day = day;
  };
  const within = (from: string, to: string): string => chance.pick(working.within(from, to), 'a day for a lead');
  const begin = working.from(company.history_from);
  for (const sketch of sketches) {
    if (sketch.draft) {
      const decided = working.until(addDays(sketch.draft.created, -1));
      const early = working.add(decided, -chance.whole(1, 2));
      place(sketch, early < begin ? begin : early);
    } else if (sketch.kind === 'fresh') place(sketch, addDays(tables.fresh_from.slice(0, 10), chance.whole(0, 2)));
    else if (sketch.kind === 'in queue') place(sketch, within(addDays(today, -40), addDays(today, -7)));
    else if (sketch.kind === 'waiting') place(sketch, within(addDays(today, -140), addDays(today, -10)));
    else if (sketch.kind === 'converted undecided') place(sketch, within('2026-04-06', addDays(today, -18)));
  }
  const slots = chance.shuffled([...left].flatMap(([month, count]) => Array<string>(count).fill(month)));
  const free = sketches.filter(({ day }) => day === '');
  expectEqual('leads in all', slots.length, free.length);
  for (const [index, sketch] of free.entries()) {
    const month = slots[index] ?? first;
    const last = lastOfMonth(month) < addDays(today, -7) ? lastOfMonth(month) : addDays(today, -7);
    sketch.day = within(`${month}-01` < begin ? begin : `${month}-01`, last);
  }
}

function giveResponses(sketches: readonly Sketch[], { response }: LeadTables, chance: Chance): void {
  let silent = true;
  for (const sketch of sketches) {
    if (sketch.kind === 'fresh' || sketch.kind === 'in queue') sketch.responds = false;
    // Of those that wait with somebody, every second was at least answered.
    if (sketch.kind === 'waiting') {
      sketch.responds = silent;
      silent = !silent;
    }
  }
  const due = sketches.filter(({ mql, kind }) => mql && kind !== 'fresh');
  for (const [isAsking, table] of [[true, response.hand_raiser], [false, response.other]] as const) {
    const own = due.filter(({ handRaiser }) => handRaiser === isAsking);
    expectEqual(`first responses due, ${isAsking ? 'hand-raisers' : 'others'}`, own.length, table.due);
    const answered = chance.shuffled(own.filter(({ responds }) => responds));
    if (answered.length < table.in_time) throw new ConstraintError('first responses in time', `only ${answered.length} were answered`);
    for (const sketch of answered.slice(0, table.in_time)) sketch.inTime = true;
  }
}

function leadOf(sketch: Sketch, id: number, sdr: string, stranger: string, { chance, working, today, tables: { company } }: Setting): Lead {
  const { kind, draft, day } = sketch;
  const account: Pick<Account, 'name' | 'employees'> = draft?.account ?? { name: stranger, employees: employeesOf(chance, company.segments) };
  const minute = kind === 'fresh' ? 17 * 60 + 5 + chance.whole(0, 290) : 9 * 60 + 5 + chance.whole(0, 230);
  const person = personName(id);
  const lead: Lead = {
    id, source: sketch.source, createdAt: at(day, minute), mql: sketch.mql, request: chance.pick(sketch.handRaiser ? ASKING : BROWSING, 'a request'), score: sketch.mql ? chance.whole(60, 95) : chance.whole(5, 59),
    employees: account.employees, company: account.name, email: `${person.first}.${person.last}.${id}@${domainOf(account.name)}`.toLowerCase(), sdr, queue: kind === 'in queue',
  };
  if (!sketch.mql) return { ...lead, ...closing(working.add(day, 22), chance.pick(DISQUALIFY, 'a reason'), today) };
  if (kind === 'in queue') return lead;
  const assigned = kind === 'fresh' ? minute : minute + chance.whole(1, 12);
  lead.assignedAt = at(day, assigned);
  if (sketch.responds) {
    const soon = sketch.handRaiser ? chance.whole(1, 4) : chance.whole(10, 200);
    lead.respondedAt = sketch.inTime ? at(day, assigned + soon) : sketch.handRaiser ? at(day, assigned + chance.whole(15, 200)) : at(working.add(day, 1), 12 * 60);
  }
  const decidedOn = draft ? working.until(addDays(draft.created, -1)) : working.add(day, chance.whole(1, 2));
  const met = sketch.met ? { meetingOn: day } : {};
  switch (kind) {
    case 'deal': return { ...lead, decision: 'Accepted', decidedAt: at(decidedOn, 14 * 60), ...met, ...(draft ? { deal: draft.id } : {}) };
    case 'alone': return { ...lead, decision: 'Accepted', decidedAt: at(decidedOn, 14 * 60), ...met, convertedAloneAt: at(working.add(decidedOn, 2), 10 * 60) };
    case 'accepted': return { ...lead, decision: 'Accepted', decidedAt: at(decidedOn, 14 * 60), ...met, ...closing(working.add(decidedOn, chance.whole(8, 18)), chance.pick(DISQUALIFY, 'a reason'), today) };
    case 'rejected': return { ...lead, decision: 'Rejected', decidedAt: at(decidedOn, 14 * 60), ...(sketch.rejectReason === undefined ? {} : { rejectReason: sketch.rejectReason }), ...closing(working.add(decidedOn, chance.whole(1, 4)), 'Not a fit', today) };
    case 'converted undecided': return { ...lead, convertedAloneAt: at(working.add(day, 6), 10 * 60) };
    default: return lead;
  }
}

function at(day: string, minute: number): string {
  return `${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** What would be closed after the last day is still open. */
function closing(on: string, reason: string, today: string): { closedAt?: string; closedReason?: string } {
  return on < today ? { closedAt: `${on}T11:00`, closedReason: reason } : {};
}

function employeesOf(chance: Chance, segments: Setting['tables']['company']['segments']): number {
  const [from, to] = segments[SEGMENTS[chance.next() < 0.6 ? 0 : chance.next() < 0.7 ? 1 : 2]].employees;
  return chance.whole(from, to);
}

/** People who came twice: a lead that is none of sales' has the address of another. */
function withDuplicates(leads: readonly Lead[], pairs: number, chance: Chance): Lead[] {
  const copies = chance.shuffled(leads.filter(({ mql }) => !mql)).slice(0, 2 * pairs);
  const twins = new Map(copies.slice(0, pairs).map((lead, index) => [lead.id, copies[pairs + index]?.email ?? lead.email]));
  return leads.map((lead) => ({ ...lead, email: twins.get(lead.id) ?? lead.email }));
}
