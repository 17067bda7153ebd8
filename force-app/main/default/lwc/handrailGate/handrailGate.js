/**
 * Where a record stands before its gate: the playbook's predicates over the saved record and over the entries that
 * are not saved yet. Pure; knows nothing of the page.
 */
import { permissions } from 'c/handrailPermissions';
import { criteriaAsked, excusedUntil, gateOf, objects, recordAfter, reopeningOf, stageChange, stageOf } from 'c/handrailPlaybook';

/** @typedef {import('c/handrailPlaybook').Criterion} Criterion */
/** @typedef {import('c/handrailPlaybook').RecordValues} RecordValues */
/** @typedef {import('c/handrailPlaybook').EvaluationContext} EvaluationContext */

/**
 * - `open`: to do; `willBeMet`: the entries complete it; `met`: saved and met;
 * - `excused`: open, and somebody let this deal pass it for now;
 * - `unseen`: the user may not read one of its fields, so only the server can tell.
 * @typedef {'open' | 'willBeMet' | 'met' | 'excused' | 'unseen'} RowState
 */
/** @typedef {{ criterion: Criterion, state: RowState, blocks: boolean }} Row */

/**
 * @typedef {object} Gate
 * @property {import('c/handrailPlaybook').Stage | null} stage null when the playbook does not know the record's stage
 * @property {import('c/handrailPlaybook').Stage | null} next null at a closed or unknown stage
 * @property {Row[]} rows in playbook order
 * @property {Row[]} toGo those that hold the record here, whatever is typed so far
 * @property {{ total: number, met: number, willBeMet: number, shadow: number }} count shadow is never in the total
 * @property {RecordValues} move what moving on writes beside the entries
 * @property {Criterion[]} nextGate what the stage after this one will ask
 * @property {import('c/handrailPlaybook').Stage | null} nextGateStage where that gate leads
 * @property {Criterion[]} reopening what keeps this user from reopening a closed record
 */

/**
 * @param {string} objectName
 * @param {object} situation
 * @param {RecordValues} situation.record saved values; a field the user may not read is absent
 * @param {RecordValues} situation.draft entries not saved yet
 * @param {(criterion: Criterion) => boolean} situation.isEnforced what the org says, not the playbook
 * @param {EvaluationContext} situation.context
 * @returns {Gate}
 */
export function evaluateGate(objectName, { record, draft, isEnforced, context: moment }) {
    const context = { permissions, ...moment };
    const { stageField, criteria } = objects[objectName];
    const stageName = String(record[stageField ?? ''] ?? '');
    const { next, criteria: own } = gateOf(objectName, stageName);
    const stage = stageOf(objectName, stageName);
    const blocks = (criterion) => isEnforced(criterion) && criterion.effectiveFrom <= context.today;
    if (next === null) {
        return { stage, next, rows: [], toGo: [], count: { total: 0, met: 0, willBeMet: 0, shadow: 0 }, move: {}, nextGate: [], nextGateStage: null, reopening: reopeningOf(objectName, stageName, context).filter(blocks) };
    }
    const following = gateOf(objectName, next.name);
    const before = moved(objectName, record, {}, next.name);
    const after = moved(objectName, record, draft, next.name);

    // Skipping back and old records: whatever the server will ask as well belongs here, from whichever gate it comes.
    const asked = [before, after].flatMap(({ changes, values }) =>
        criteriaAsked(objectName, record, changes, context).filter((criterion) => blocks(criterion) && !criterion.met(values, context))
    );
    const shown = new Set([...own, ...asked]);
    const rows = criteria
        .filter((criterion) => shown.has(criterion) && criterion.applies(after.values, context))
        .map((criterion) => ({ criterion, state: stateOf(criterion, before.values, after.values, context), blocks: blocks(criterion) }));
    const counted = rows.filter((row) => row.blocks && row.state !== 'unseen');
    return {
        stage,
        next,
        rows,
        toGo: counted.filter((row) => row.state === 'open'),
        count: {
            total: counted.length,
            met: counted.filter((row) => row.state === 'met').length,
            willBeMet: counted.filter((row) => row.state === 'willBeMet').length,
            shadow: rows.filter((row) => !row.blocks && row.state === 'open').length
        },
        move: stageChange(objectName, { ...record, ...draft }, next.name),
        nextGate: following.criteria.filter((criterion) => blocks(criterion) && criterion.applies(after.values, context)),
        nextGateStage: following.next,
        reopening: []
    };
}

/**
 * What a change of other fields than the stage asks for: a decision, a status, a loss. The same rows as a gate's.
 * @param {string} objectName
 * @param {object} situation as of {@link evaluateGate}
 * @param {RecordValues} situation.record
 * @param {RecordValues} situation.draft
 * @param {RecordValues} situation.changes what the change itself writes
 * @param {(criterion: Criterion) => boolean} situation.isEnforced
 * @param {EvaluationContext} situation.context
 * @returns {{ rows: Row[], toGo: Row[], values: RecordValues }} values: the record as the rules will see it
 */
export function evaluateChange(objectName, { record, draft, changes, isEnforced, context: moment }) {
    const context = { permissions, ...moment };
    const blocks = (criterion) => isEnforced(criterion) && criterion.effectiveFrom <= context.today;
    const before = recordAfter(objectName, record, changes);
    const after = recordAfter(objectName, record, { ...draft, ...changes });
    const entered = ({ trigger }) => trigger.kind === 'enter' && trigger.field in changes && changes[trigger.field] === trigger.value;
    const asked = new Set(criteriaAsked(objectName, record, { ...draft, ...changes }, context).filter((criterion) => blocks(criterion) && !criterion.met(after, context)));
    const rows = objects[objectName].criteria
        .filter((criterion) => (entered(criterion) || asked.has(criterion)) && criterion.applies(after, context))
        .map((criterion) => ({ criterion, state: stateOf(criterion, before, after, context), blocks: blocks(criterion) }));
    return { rows, toGo: rows.filter((row) => row.blocks && row.state === 'open'), values: after };
}

/**
 * @param {string} objectName
 * @param {RecordValues} record
 * @param {RecordValues} draft
 * @param {string} stageName
 * @returns {{ changes: RecordValues, values: RecordValues }} the changes of one save, and the record as the rules will see it
 */
function moved(objectName, record, draft, stageName) {
    const changes = { ...draft, ...stageChange(objectName, { ...record, ...draft }, stageName) };
    return { changes, values: recordAfter(objectName, record, changes) };
}

/**
 * A field of a parent that is not there is blank, and not hidden.
 * @param {string} field
 * @param {RecordValues} record
 * @returns {boolean}
 */
function isKnown(field, record) {
    return field in record || (field.includes('.') && record[field.split('.')[0]] === null);
}

/**
 * @param {Criterion} criterion
 * @param {RecordValues} before
 * @param {RecordValues} after
 * @param {EvaluationContext} context
 * @returns {RowState}
 */
function stateOf(criterion, before, after, context) {
    if (criterion.fields.some((field) => !isKnown(field, after))) {
        return 'unseen';
    }
    if (!criterion.met(after, context)) {
        return excusedUntil(criterion, after, context) === null ? 'open' : 'excused';
    }
    return criterion.applies(before, context) && criterion.met(before, context) ? 'met' : 'willBeMet';
}

/**
 * Whole days from the day of a date-time to today, both in the user's time zone.
 * @param {string | null | undefined} since ISO date-time
 * @param {string} today ISO date
 * @param {string} timeZone
 * @returns {number | null}
 */
export function daysSince(since, today, timeZone) {
    if (!since || Number.isNaN(Date.parse(since))) {
        return null;
    }
    return Math.max(0, Math.round((Date.parse(today) - Date.parse(dayIn(new Date(since), timeZone))) / 86400000));
}

/**
 * @param {Date} instant
 * @param {string} timeZone
 * @returns {string} ISO date
 */
export function dayIn(instant, timeZone) {
    // The Canadian English form is the ISO one.
    return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}
