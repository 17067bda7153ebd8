/** Everything the template of the card says, from the state of the page. Pure; the words are custom labels. */
import { withoutCode } from 'c/handrailErrors';
import { daysSince, evaluateGate } from 'c/handrailGate';
import { format, labels } from 'c/handrailLabels';
import { displayDate, flatValues, STAGE_ENTERED } from 'c/handrailRecord';
import { compactRow, criterionRow, isMarked, refusedRow } from 'c/handrailRows';

/**
 * @typedef {import('c/handrailRows').Page & {
 *   objectName: string,
 *   isEnforced: (criterion: import('c/handrailPlaybook').Criterion) => boolean,
 *   bypasses: (family: string) => boolean,
 *   timeZone: string,
 *   refusal: import('c/handrailRows').Refusal | null,
 *   readOnly: boolean
 * }} Situation
 */

/**
 * @param {number} count
 * @param {string} one label for exactly one
 * @param {string} many label whose first place is the count
 * @returns {string}
 */
const counted = (count, one, many) => (count === 1 ? one : format(many, count));

/**
 * @param {Situation} page
 * @returns {object} see stageGate.html
 */
export function viewOf(page) {
    const gate = evaluateGate(page.objectName, { ...page, record: flatValues(page.record) });
    const isEmpty = gate.rows.length === 0 && page.refusal === null;
    return {
        gate,
        isClosed: Boolean(gate.stage?.closed),
        reopening: page.readOnly ? [] : gate.reopening.filter(({ family }) => !page.bypasses(family)).map(({ id, message }) => ({ id, text: withoutCode(message) })),
        isEmpty: isEmpty && !gate.stage?.closed,
        emptyTitle: format(labels.emptyTitle, page.record.recordTypeInfo?.name ?? gate.stage?.name ?? flatValues(page.record).StageName),
        stageName: String(flatValues(page.record).StageName ?? ''),
        nextName: gate.next?.name ?? '',
        bypassed: gate.next !== null && !page.readOnly && gate.rows.some(({ criterion, blocks }) => blocks && page.bypasses(criterion.family)),
        days: daysText(page, gate),
        distance: distanceText(page, gate),
        buyerAction: gate.stage?.buyerAction ?? '',
        readyTitle: isReady(page, gate) ? format(labels.readyFor, gate.next.name) : '',
        readyText: counted(gate.count.total, labels.readyTextOne, labels.readyText),
        progress: progressOf(gate),
        summary: page.refusal ? summaryOf(page.refusal) : null,
        held: heldBy(page, gate).map(({ criterion }) => criterion.id),
        ...groupsOf(page, gate),
        ...footerOf(page, gate)
    };
}

function isReady({ draft, refusal }, gate) {
    const { total, met } = gate.count;
    return gate.next !== null && total > 0 && met === total && refusal === null && Object.keys(draft).length === 0;
}

function daysText({ record, context, timeZone }, gate) {
    const since = STAGE_ENTERED.map((name) => record.fields[name]?.value).find(Boolean);
    const days = daysSince(since, context.today, timeZone);
    const max = gate.stage?.maxDays ?? null;
    if (days === null) {
        return '';
    }
    if (max === null) {
        return format(labels.day, days);
    }
    return days > max ? format(labels.dayOver, days, max, days - max) : format(labels.dayOfMax, days, max);
}

function distanceText({ draft, refusal }, gate) {
    const open = gate.toGo.length;
    if (refusal || (open === 0 && Object.keys(draft).length > 0)) {
        return labels.notSavedYet;
    }
    return open === 0 ? labels.ready : counted(open, labels.criterionAway, labels.criteriaAway);
}

function progressOf({ count }) {
    const segments = Array.from({ length: count.total }, (_, index) => ({
        key: index,
        className: index < count.met ? 'hr-segment hr-segment_met' : index < count.met + count.willBeMet ? 'hr-segment hr-segment_half' : 'hr-segment'
    }));
    const aside = count.willBeMet > 0 ? format(labels.whenYouSave, count.willBeMet) : format(labels.moreInShadow, count.shadow);
    return {
        segments,
        isShown: count.total > 0,
        met: count.met,
        total: count.total,
        text: format(labels.progress, count.met, count.total),
        aside: count.willBeMet > 0 || count.shadow > 0 ? aside : ''
    };
}

/**
 * Where nobody refused anything there is nothing to fix, only to try again.
 * @param {import('c/handrailRows').Refusal} refusal
 */
function summaryOf({ lines, failure }) {
    if (failure) {
        const text = failure === 'session' ? labels.sessionOverKept : lines.map((line) => line.text).join(' ');
        return { title: labels.notSavedKept, lines: [{ key: 'failure', isLink: false, recordText: text }] };
    }
    return {
        title: counted(lines.length, labels.refusedTitleOne, labels.refusedTitle),
        lines: lines.map((line) => ({
            ...line,
            isLink: line.rowKey !== '',
            suffix: line.outside ? `, ${labels.outsideGate}` : '',
            recordText: format(labels.recordMessage, line.label ? `${line.label}: ${line.text}` : line.text)
        }))
    };
}

function groupsOf(page, gate) {
    const marks = new Map((page.refusal?.marks ?? []).filter(isMarked).map((mark) => [mark.key, mark]));
    const isTodo = (row) => marks.has(row.criterion.id) || (row.blocks && row.state !== 'met');
    const todo = gate.rows.filter(isTodo);
    const rest = gate.rows.filter((row) => !isTodo(row));
    const shadow = rest.filter((row) => !row.blocks);
    const met = rest.filter((row) => row.blocks);
    const inGate = new Set(todo.map((row) => row.criterion.id));
    const refusedFirst = [...todo].sort((a, b) => Number(marks.has(b.criterion.id)) - Number(marks.has(a.criterion.id)));
    // Fields outside the gate keep their row, with what was typed, until the save goes through.
    const outside = (page.refusal?.marks ?? []).filter(({ key }) => !gate.rows.some(({ criterion }) => criterion.id === key));
    const refusedCount = [...marks.values()].reduce((sum, mark) => sum + Math.max(1, Object.keys(mark.fields).length), 0);
    const open = gate.toGo.length + [...marks.keys()].filter((key) => !inGate.has(key)).length;
    return {
        todo: page.readOnly
            ? []
            : [
                  ...refusedFirst.map((row) => criterionRow(row, page, marks.get(row.criterion.id))),
                  ...outside.map((mark) => refusedRow(page.objectName, mark, page))
              ],
        todoCompact: page.readOnly ? todo.map((row) => compactRow(row, page)) : [],
        todoTitle: refusedCount > 0 ? labels.toFix : labels.toDo,
        todoNote: refusedCount > 0 ? counted(refusedCount, labels.fieldKept, labels.fieldsKept) : format(labels.openCount, open),
        hasTodo: todo.length + outside.length > 0,
        shadow: page.readOnly ? [] : shadow.filter(({ state }) => state !== 'met').map((row) => criterionRow(row, page)),
        shadowCompact: shadow.filter(({ state }) => page.readOnly || state === 'met').map((row) => compactRow(row, page)),
        shadowNote: shadowNote(shadow, page),
        shadowCollapsed: format(labels.shadowCollapsed, shadow.length),
        hasShadow: shadow.length > 0,
        met: met.map((row) => compactRow(row, page)),
        metCount: met.length,
        hasMet: met.length > 0,
        passable: page.readOnly ? [] : heldBy(page, gate).filter(({ criterion }) => criterion.overridable).map(({ criterion }) => ({ id: criterion.id, label: criterion.label }))
    };
}

/** A criterion that is switched on and begins later says when; the earliest counts. */
function shadowNote(rows, { isEnforced, context }) {
    const days = rows.filter(({ criterion }) => isEnforced(criterion) && criterion.effectiveFrom > context.today).map(({ criterion }) => criterion.effectiveFrom);
    return days.length > 0 ? format(labels.shadowFrom, displayDate(days.sort()[0])) : labels.shadowNoDate;
}

/** What stops this user: nothing of a family whose bypass they hold. */
function heldBy({ bypasses }, gate) {
    return gate.toGo.filter(({ criterion }) => !bypasses(criterion.family));
}

function footerOf(page, gate) {
    const { record, draft, refusal, readOnly } = page;
    const isDirty = Object.keys(draft).length > 0;
    const held = heldBy(page, gate);
    const open = held.length;
    const category = gate.move.ForecastCategoryName;
    const present = draft.ForecastCategoryName ?? record.fields.ForecastCategoryName?.value;
    return {
        hasFooter: gate.next !== null && !readOnly,
        reasonTitle: open > 0 ? counted(open, labels.criterionToGo, labels.criteriaToGo) : '',
        reason: refusal && open === 0 && refusal.marks.some(isMarked) ? labels.fixThenRetry : held.map(({ criterion }) => criterion.label).join(', '),
        categoryNote: open === 0 && category && category !== present ? format(labels.setsCategory, category) : '',
        // After a refusal the two ways on are to try again and to drop the entries.
        offersSave: !refusal || open > 0,
        offersDiscard: isDirty && !refusal,
        isDirty,
        advanceLabel: gate.next === null ? '' : isDirty && open === 0 ? labels.saveAndAdvance : format(labels.advance, gate.next.name),
        cannotAdvance: open > 0,
        // After a refusal there is one thing to do.
        afterTitle: gate.nextGate.length === 0 || refusal ? '' : afterTitle(gate),
        after: gate.nextGate.map(({ id, label }) => ({ id, label }))
    };
}

function afterTitle(gate) {
    const name = gate.nextGateStage?.name ?? '';
    return gate.nextGate.length === 1 ? format(labels.afterThisOne, name) : format(labels.afterThis, gate.nextGate.length, name);
}
