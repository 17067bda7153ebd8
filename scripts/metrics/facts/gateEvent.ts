/**
 * What a page saw of a gate. The org holds it as events where the playbook says `gate_events`; else a file may. Both give the same
 * rows. Of a save: passed at once, blocked, or fixed after so many minutes. Of a gate on the screen: shown, or explained where somebody
 * opened why a criterion matters.
 */
import type { Playbook } from '../../playbook/model.ts';
import { INPUTS } from '../inputs.ts';
import { aggregate, both, coalesce, column, compare, concat, contains, date, dividedBy, equal, instant, integer, isIn, isNull, isTrue, localDate, minus, not, number, secondsBetween, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, scan, union, values, window, type Relation } from '../relational/relation.ts';
import { UNKNOWN } from './dimensions.ts';
import type { Fact, FactInput } from './fact.ts';
import { sourceColumns, type SourceField } from './sources.ts';

const OBJECT = 'Handrail_Gate_Event__c';

/** Fields of the events in the org, as `Object.Field`. */
export const GATE_EVENT_FIELDS = Object.keys(sourceColumns(OBJECT)).map((name) => `${OBJECT}.${name}` as SourceField);

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_DAY = 86_400;

/** A refused attempt that nobody took up again within a working week is given up. */
const GIVEN_UP_AFTER_DAYS = 7;

/**
 * A save past a gate, or a gate shown, may name several criteria: it is one row in the whole (`save`), and one for each of them where
 * the number is cut by criterion. Lines of the file count in every cut.
 */
export const gateEvent: Fact = {
  name: 'gate_event',
  id: 'opportunity_id',
  needs: [],
  needsWith: ({ gateEvents }) => (gateEvents ? GATE_EVENT_FIELDS : []),
  ofDeals: false,
  onlyInput: true,
  scope: { column: 'scope', of: (dimensions) => (dimensions.includes('criterion') ? 'criterion' : 'save') },
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    day: { type: 'date', needs: [] },
    scope: { type: 'text', needs: [] },
    criterion: { type: 'text', needs: [] },
    outcome: { type: 'text', needs: [] },
    came_of: { type: 'text', needs: [] },
    minutes: { type: 'number', needs: [] },
  },
  relation: (input) => (input.playbook.gateEvents ? fromOrg(input) : fromFile(input)),
};

function fromFile({ today }: FactInput): Relation {
  const lines = filter(scan('input_gate_event', INPUTS.gate_event.columns), isTrue(compare(column('day'), '<=', date(today))));
  return project(lines, { opportunity_id: column('opportunity_id'), day: column('day'), scope: text(null), criterion: coalesce(column('criterion'), text(UNKNOWN)), outcome: coalesce(column('outcome'), text(UNKNOWN)), came_of: text(null), minutes: column('minutes') });
}

function fromOrg({ playbook, asOf, timeZone }: FactInput): Relation {
  const saves = attempts(asOf);
  const named = join('inner', saves, codes(playbook), contains(concat(text(';'), column('codes'), text(';')), concat(text(';'), column('code'), text(';'))));
  return union(...outcomes(extend(saves, { code: text(null) }), 'save', asOf, timeZone), ...outcomes(named, 'criterion', asOf, timeZone), ...showings(playbook, asOf, timeZone));
}

/**
 * A gate that was shown, up to the next time it is shown for the same record, and whether guidance on a criterion it named was opened
 * meanwhile. Guidance on others, as on one that is met, explains nothing that is to go.
 */
function showings(playbook: Playbook, asOf: string, timeZone: string): Relation[] {
  const seen = both(isIn(column('Event__c'), ['Shown', 'Guidance']), not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf)), not(isNull(column('Codes__c'))));
  const rows = project(filter(scan(OBJECT, sourceColumns(OBJECT)), seen), {
    id: column('Id'), at: column('CreatedDate'), record: column('Record_Id__c'), codes: column('Codes__c'), shows: when([[equal(column('Event__c'), text('Shown')), integer(1)]], integer(0)),
  });
  const counted = window(rows, { showing: { function: 'sum', of: column('shows'), partitionBy: ['record'], orderBy: [{ column: 'at' }, { column: 'id' }] } });
  const named = join('inner', counted, codes(playbook), contains(concat(text(';'), column('codes'), text(';')), concat(text(';'), column('code'), text(';'))));
  const isShown = equal(column('shows'), integer(1));
  const each = filter(aggregated(named, ['record', 'showing', 'code'], { shown_at: aggregate('min', column('at'), isShown), opened: aggregate('count', null, not(isShown)) }), not(isNull(column('shown_at'))));
  const whole = aggregated(each, ['record', 'showing'], { shown_at: aggregate('min', column('shown_at')), opened: aggregate('sum', column('opened')) });
  const said = (from: Relation, scope: string, code: Expression): Relation => project(from, {
    opportunity_id: column('record'), day: localDate(column('shown_at'), timeZone), scope: text(scope), criterion: code, outcome: when([[compare(column('opened'), '>', integer(0)), text('explained')]], text('shown')), came_of: text(null), minutes: number(null),
  });
  return [said(whole, 'save', text(UNKNOWN)), said(each, 'criterion', column('code'))];
}

/**
 * Saves past a gate that the day could know of, with the attempt each belongs to: all refusals of one gate of one record up
 * to the save that passed it. A save that moves nothing, or names no criterion, tries no gate.
 */
function attempts(asOf: string): Relation {
  const saved = both(isIn(column('Event__c'), ['Refused', 'Passed']), not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf)), not(isNull(column('To__c'))), not(isNull(column('Codes__c'))));
  const rows = project(filter(scan(OBJECT, sourceColumns(OBJECT)), saved), {
    id: column('Id'), at: column('CreatedDate'), record: column('Record_Id__c'), left: coalesce(column('From__c'), text('')), entered: column('To__c'), codes: column('Codes__c'),
    passes: when([[equal(column('Event__c'), text('Passed')), integer(1)]], integer(0)),
  });
  const counted = window(rows, { so_far: { function: 'sum', of: column('passes'), partitionBy: ['record', 'left', 'entered'], orderBy: [{ column: 'at' }, { column: 'id' }] } });
  const tried = extend(counted, { attempt: minus(column('so_far'), column('passes')) });
  // The save that went through need not name every criterion that refused it: one may no longer ask.
  return window(tried, { passed: { function: 'sum', of: column('passes'), partitionBy: ['record', 'left', 'entered', 'attempt'], orderBy: [] } });
}

function codes({ objects }: Playbook): Relation {
  return values({ code: 'text' }, objects.flatMap(({ criteria }) => criteria.map(({ id }) => [id])));
}

/**
 * First refusals, what mended them, and what passed without any, in the columns of the fact. A refusal says what came of it: mended,
 * however late; given up, or too young to tell.
 */
function outcomes(saves: Relation, scope: string, asOf: string, timeZone: string): Relation[] {
  const at = (passes: 0 | 1): Expression => aggregate('min', column('at'), equal(column('passes'), integer(passes)));
  const tried = aggregated(saves, ['record', 'left', 'entered', 'attempt', 'code'], { blocked_at: at(0), passed_at: at(1), passed: aggregate('max', column('passed')) });
  const wasBlocked = not(isNull(column('blocked_at')));
  const hasPassed = not(isNull(column('passed_at')));
  const isOld = compare(secondsBetween(column('blocked_at'), instant(asOf)), '>=', integer(GIVEN_UP_AFTER_DAYS * SECONDS_PER_DAY));
  const cameOf = when([[compare(column('passed'), '>', integer(0)), text('mended')], [isOld, text('given up')]], text('open'));
  const said = (where: Expression, outcome: string, moment: string, minutes: Expression, came = text(null)): Relation => project(filter(tried, where), {
    opportunity_id: column('record'), day: localDate(column(moment), timeZone), scope: text(scope), criterion: coalesce(column('code'), text(UNKNOWN)), outcome: text(outcome), came_of: came, minutes,
  });
  return [
    said(wasBlocked, 'blocked', 'blocked_at', number(null), cameOf),
    said(both(wasBlocked, hasPassed), 'fixed', 'passed_at', dividedBy(secondsBetween(column('blocked_at'), column('passed_at')), number(SECONDS_PER_MINUTE))),
    said(both(not(wasBlocked), hasPassed), 'passed', 'passed_at', number(null)),
  ];
}
