/** What the page says of the findings and the runs. Pure; the words are custom labels. */
import { cadences, functions, metrics, terms } from 'c/handrailDictionary';
import { format } from 'c/handrailLabels';
import { objects } from 'c/handrailPlaybook';
import { countText, dayText, daysBetween, moneyText, momentText, todayIs } from 'c/handrailText';
import { sidesOf } from './sides';
import { texts } from './texts';

/** Findings of the scan: records, not definitions. */
export const SCAN = 'records-break-criterion';
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];
const CHIPS = {
    critical: { word: texts.critical, icon: 'utility:ban', tone: 'hr-chip hr-chip_red' },
    high: { word: texts.high, icon: 'utility:warning', tone: 'hr-chip hr-chip_amber' },
    medium: { word: texts.medium, icon: 'utility:info', tone: 'hr-chip hr-chip_blue' },
    low: { word: texts.low, icon: 'utility:dash', tone: 'hr-chip' },
    info: { word: texts.info, icon: 'utility:dash', tone: 'hr-chip' }
};
/** Kinds under which a gate of the playbook does not ask. */
const GATE_OFF = ['rule-missing', 'rule-off', 'rule-formula', 'mode-changed'];
/** A sync is daily; after two days without one its numbers are old. */
const STALE_DAYS = 2;
const NAMED = 3;

const linesOf = (text) => (text ?? '').split('\n').filter(Boolean);
const CRITERIA = Object.values(objects).flatMap(({ criteria }) => criteria);

/**
 * The latest run, and the latest one that ended: what the page shows is from that.
 * @param {Record<string, any>[]} runs newest first
 * @param {string} today ISO date
 */
export function syncOf(runs, today) {
    const [latest] = runs;
    if (!latest) {
        return null;
    }
    const told = runs.find(({ Status__c }) => Status__c === 'Done' || Status__c === 'Partly Done') ?? null;
    const asOf = told?.As_Of__c ?? null;
    const age = asOf ? daysBetween(todayIs(new Date(asOf)), today) : null;
    const unread = linesOf(told?.Coverage_Unread__c);
    const read = linesOf(told?.Coverage_Read__c);
    const seconds = told?.Started_At__c && told?.Finished_At__c ? Math.max(1, Math.round((Date.parse(told.Finished_At__c) - Date.parse(told.Started_At__c)) / 1000)) : null;
    return {
        asOf,
        version: told?.Playbook_Version__c ?? '',
        violations: told?.Violation_Count__c ?? 0,
        unread,
        headline: asOf ? format(unread.length > 0 ? texts.lastSyncPartly : texts.lastSync, momentText(asOf)) : '',
        cost: told && seconds !== null ? format(texts.cost, countText(told.Api_Calls__c ?? 0), countText(seconds)) : '',
        strip: stripOf({ latest, asOf, age, read, unread })
    };
}

/** The one thing about the last sync that a reader must know first; empty when all is well. */
function stripOf({ latest, asOf, age, read, unread }) {
    const shown = asOf ? momentText(asOf) : '';
    if (latest.Status__c === 'Failed') {
        return format(asOf ? texts.syncFailed : texts.syncFailedFirst, latest.Message__c ?? '', shown);
    }
    if (latest.Status__c === 'Running') {
        return format(texts.syncRunning, momentText(latest.Started_At__c));
    }
    if (age !== null && age > STALE_DAYS) {
        return format(texts.stale, momentText(asOf), age);
    }
    if (latest.Status__c === 'Partly Done') {
        return format(texts.syncRefused, latest.Message__c ?? '');
    }
    return unread.length > 0 ? format(texts.syncPartly, read.length, read.length + unread.length, unread.join('; ')) : '';
}

/**
 * @param {string} inOrg newest version among the org's criteria; empty when there is none
 * @param {string} inRepository version that the last run compared with
 */
export function versionsOf(inOrg, inRepository) {
    const order = inOrg.localeCompare(inRepository, 'en', { numeric: true });
    const state = !inOrg ? texts.notDeployed : !inRepository || order === 0 ? texts.sameVersion : order < 0 ? texts.behind : texts.ahead;
    return { inOrg: inOrg || texts.none, inRepository: inRepository || texts.none, state, isSame: state === texts.sameVersion, sentence: format(texts.versionsSentence, inOrg || texts.none, inRepository || texts.none, state) };
}

/**
 * @param {Record<string, any>[]} rows
 * @returns {Record<string, any>[]} by severity, then by what is at stake, then by how many records, then as they were
 */
export function inOrder(rows) {
    const rank = (row) => SEVERITIES.indexOf(row.Severity__c);
    return [...rows].sort((a, b) => rank(a) - rank(b) || (b.Amount_At_Stake__c ?? 0) - (a.Amount_At_Stake__c ?? 0) || (b.Record_Count__c ?? 0) - (a.Record_Count__c ?? 0));
}

/**
 * @param {Record<string, any>} row
 * @param {string} today
 * @returns {object} see definitionHealth.html
 */
export function findingOf(row, today) {
    const chip = CHIPS[row.Severity__c] ?? CHIPS.info;
    const remedies = linesOf(row.Remedies__c);
    const command = (name) => remedies.find((line) => line.startsWith(`handrail drift ${name} `)) ?? '';
    return {
        id: row.Id,
        chip: row.Tier__c === 'unverifiable' ? { word: texts.notChecked, icon: 'utility:help', tone: 'hr-chip' } : chip,
        title: row.Summary__c ?? row.Code__c,
        code: row.Code__c,
        changed: changedText(row, today),
        decided: decidedText(row, today),
        breaks: breaksOf(row),
        ...sidesOf(row.Expected__c || texts.nothingSaid, row.Actual__c || texts.nothingSaid),
        let: letThrough(row),
        revert: command('revert'),
        adopt: command('adopt'),
        status: row.Status__c
    };
}

/** @param {Record<string, any>} row @param {string} today */
function changedText({ Changed_By__c: by, Changed_At__c: at, First_Seen_At__c: seen }, today) {
    const day = (instant) => dayText(instant.slice(0, 10), today);
    if (by && at) {
        return format(texts.changedBy, by, momentText(at));
    }
    if (by) {
        return format(texts.changedByOnly, by);
    }
    return format(texts.changedUnknown, seen ? day(seen) : '');
}

function decidedText(row, today) {
    if (!row.Decision_Reason__c) {
        return '';
    }
    const until = row.Decision_Until__c ? dayText(row.Decision_Until__c, today) : '';
    const by = row.Decision_By__c ?? texts.nobody;
    if (row.Status__c === 'Open') {
        return format(texts.decidedBefore, by, row.Decision_Reason__c);
    }
    return format(until ? texts.decidedUntil : texts.decided, by, row.Decision_Reason__c, until);
}

/** What it weakens, the gates first; more than three of a kind are counted. */
function breaksOf(row) {
    const kinds = [
        { icon: 'utility:unlock', lines: linesOf(row.Breaks_Criteria__c).map((id) => CRITERIA.find((criterion) => criterion.id === id)?.label ?? id), many: texts.gates },
        { icon: 'utility:chart', lines: linesOf(row.Breaks_Metrics__c).map((id) => metrics.find((metric) => metric.id === id)?.label ?? id), many: texts.metrics },
        { icon: 'utility:event', lines: linesOf(row.Breaks_Reviews__c).map((id) => cadences.find((cadence) => cadence.id === id)?.meeting ?? id), many: texts.reviews }
    ];
    return kinds.flatMap(({ icon, lines, many }) => (lines.length > NAMED ? [format(many, lines.length)] : lines).map((text) => ({ key: `${icon}${text}`, icon, text })));
}

/**
 * Records that came past; null where none can.
 * @param {Record<string, any>} row
 */
function letThrough({ Record_Count__c: count, Amount_At_Stake__c: amount, Records__c: records, Object__c: object }) {
    if (typeof count !== 'number') {
        return null;
    }
    const named = recordsOf(records, object);
    return {
        headline: format(count === 1 ? texts.letOne : texts.letMany, countText(count), moneyText(amount)),
        isNone: count === 0,
        records: named,
        more: count > named.length ? format(texts.more, countText(count - named.length)) : ''
    };
}

/**
 * @param {string | null | undefined} text one a line: id, how, name
 * @param {string} object
 */
function recordsOf(text, object) {
    return linesOf(text).map((line) => {
        const [id, how, ...name] = line.split(' ');
        return { id, object, name: name.join(' '), how: { bypass: texts.howBypass, hole: texts.howHole, legacy: texts.howLegacy }[how] ?? '' };
    });
}

/**
 * The ways into the CRM and what holds them, as far as the last sync could see.
 * @param {Record<string, any>[]} open findings
 */
export function waysOf(open) {
    const off = open.filter(({ Kind__c }) => GATE_OFF.includes(Kind__c)).length;
    const holders = open.filter(({ Kind__c }) => Kind__c === 'bypass-held').length;
    const settingOff = open.some(({ Kind__c }) => Kind__c === 'setting-off');
    const gate = off > 0 ? { state: 'open', text: format(off === 1 ? texts.gateOff : texts.gatesOff, off) } : { state: 'met', text: texts.enforced };
    const way = (key, label, { state, text }) => ({ key, label, text, icon: { met: 'utility:success', open: 'utility:ban', seen: 'utility:preview', unknown: 'utility:help' }[state], tone: `hr-way hr-way_${state}` });
    return [
        way('page', texts.wayPage, gate),
        way('list', texts.wayList, gate),
        way('api', texts.wayApi, holders > 0 ? { state: 'open', text: format(holders === 1 ? texts.holder : texts.holders, holders) } : gate),
        way('conversion', texts.wayConversion, settingOff ? { state: 'open', text: texts.settingOff } : { state: 'met', text: texts.settingOn }),
        way('products', texts.wayProducts, { state: 'seen', text: texts.seenByScan }),
        way('transfer', texts.wayTransfer, { state: 'seen', text: texts.seenByScan }),
        way('merge', texts.wayMerge, { state: 'unknown', text: texts.notCheckable })
    ];
}

/** How many criteria of the playbook no open finding speaks about. */
export function agreementOf(open) {
    const disputed = new Set(open.filter(({ Kind__c }) => Kind__c !== SCAN && Kind__c !== 'bypass-held' && Kind__c !== 'setting-off').flatMap(({ Breaks_Criteria__c }) => linesOf(Breaks_Criteria__c)));
    const total = CRITERIA.length;
    return { agree: total - CRITERIA.filter(({ id }) => disputed.has(id)).length, total };
}

const DUE_ROWS = 6;

/**
 * Terms and metrics by the day they are to be looked at again, the earliest first.
 * @param {string} today ISO date
 */
export function reviewsOf(today) {
    const all = [...terms.map(({ id, name, owners, reviewBy }) => ({ key: `term-${id}`, name, kind: texts.term, owners, reviewBy })), ...metrics.map(({ id, label, owners, reviewBy }) => ({ key: `metric-${id}`, name: label, kind: texts.metric, owners, reviewBy }))].filter(({ reviewBy }) => reviewBy);
    const ordered = all.sort((a, b) => a.reviewBy.localeCompare(b.reviewBy) || a.name.localeCompare(b.name));
    const late = ordered.filter(({ reviewBy }) => reviewBy < today).length;
    const rows = ordered.slice(0, DUE_ROWS).map(({ key, name, kind, owners, reviewBy }) => {
        const isLate = reviewBy < today;
        const who = owners.map((owner) => functions[owner] ?? owner).join(', ') || texts.nobody;
        const when = isLate ? format(texts.daysLate, daysBetween(reviewBy, today)) : dayText(reviewBy, today);
        return { key, name, text: `${kind}, ${when}, ${who}`, tone: isLate ? 'hr-way hr-way_late' : 'hr-way' };
    });
    return { rows, subtitle: format(texts.dueCount, late, ordered.length) };
}
