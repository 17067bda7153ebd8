/** The rows of the card: a criterion of the gate, or a field the org asks for besides, as c-handrail-criterion draws it. */
import { excusedUntil, objects } from 'c/handrailPlaybook';
import { withoutCode } from 'c/handrailErrors';
import { format, labels } from 'c/handrailLabels';
import { displayDate, displayText, fieldModel, flatValues } from 'c/handrailRecord';
import { isMarked } from './refusal';

/** @typedef {{ record: any, objectInfo: any, picklists: any, draft: import('c/handrailPlaybook').RecordValues, context: import('c/handrailPlaybook').EvaluationContext, evidence?: (id: string) => string }} Page evidence: one sentence, or empty */
/** @typedef {import('c/handrailCriterion').CriterionModel} CriterionModel */

const WORDS = { open: labels.toDo, willBeMet: labels.willBeMet, met: labels.met, excused: labels.override, unseen: labels.checkedOnSave };

/** What blocks nobody is in shadow, whether or not somebody was let pass it. */
const isShadow = (state, blocks) => !blocks && (state === 'open' || state === 'excused');

/**
 * @param {import('c/handrailGate').Row} row
 * @param {Page} page
 * @param {import('./refusal').Mark} [mark] what a refused save said about it
 * @returns {CriterionModel}
 */
export function criterionRow({ criterion, state, blocks }, page, mark) {
    return {
        ...criterionModel(criterion, page, mark, blocks),
        state: mark ? 'refused' : isShadow(state, blocks) ? 'shadow' : state,
        text: mark ? '' : textOf(criterion, state, blocks, page),
        optional: (!blocks || state === 'excused') && !mark
    };
}

/**
 * A row for what a refused save named and the gate does not show: a criterion of another gate, or a plain field.
 * @param {string} objectName
 * @param {import('./refusal').Mark} mark
 * @param {Page} page
 * @returns {CriterionModel}
 */
export function refusedRow(objectName, mark, page) {
    const criterion = objects[objectName].criteria.find(({ id }) => id === mark.key);
    // Once something else is typed, only the next save can tell.
    const state = isMarked(mark) ? 'refused' : 'unseen';
    const text = state === 'unseen' ? labels.checkedOnSave : '';
    if (criterion) {
        return { ...criterionModel(criterion, page, mark, true), state, text };
    }
    return {
        key: mark.key,
        state,
        label: page.objectInfo.fields[mark.key]?.label ?? mark.key,
        note: labels.requiredByOrg,
        isCode: false,
        text,
        message: mark.text,
        decision: '',
        evidence: '',
        fields: [fieldModel(mark.key, page, true, mark.fields[mark.key] ?? '')],
        optional: false
    };
}

/**
 * A row in one line: ring, label, and the value that meets it or the state in a word.
 * @param {import('c/handrailGate').Row} row
 * @param {Page} page
 * @returns {{ key: string, state: string, label: string, code: string, value: string }}
 */
export function compactRow({ criterion, state, blocks }, { record, objectInfo }) {
    const shown = isShadow(state, blocks) ? 'shadow' : state;
    const answers = [criterion.errorField ?? '', ...criterion.editFields];
    const value = state === 'met' ? answers.map((name) => displayText(record, objectInfo, name)).find(Boolean) : WORDS[state];
    return { key: criterion.id, state: shown, label: criterion.label, code: criterion.id, value: value ?? '' };
}

/**
 * @param {import('c/handrailPlaybook').Criterion} criterion
 * @param {Page} page
 * @param {import('./refusal').Mark | undefined} mark
 * @param {boolean} blocks
 * @returns {CriterionModel}
 */
function criterionModel(criterion, page, mark, blocks) {
    const { editFields, errorField } = criterion;
    // A refused save may name a field that the criterion itself does not offer.
    const names = [...new Set([...editFields, ...Object.keys(mark?.fields ?? {})])];
    const isRequired = (name) => blocks && (editFields.length === 1 || name === errorField);
    return {
        key: criterion.id,
        state: 'open',
        label: criterion.label,
        note: criterion.id,
        isCode: true,
        text: '',
        message: mark?.text ?? '',
        decision: criterion.decision,
        evidence: page.evidence?.(criterion.id) ?? '',
        fields: names.map((name) => fieldModel(name, page, isRequired(name), mark?.fields[name] ?? '')),
        optional: false
    };
}

/**
 * @param {import('c/handrailPlaybook').Criterion} criterion
 * @param {import('c/handrailGate').RowState} state
 * @param {boolean} blocks
 * @param {Page} page
 * @returns {string}
 */
function textOf(criterion, state, blocks, { objectInfo, record, context }) {
    if (state === 'willBeMet') {
        return labels.willBeMetText;
    }
    if (state === 'unseen') {
        const hidden = criterion.fields.find((name) => !objectInfo.fields[name]) ?? '';
        return format(labels.noFieldRead, objects[criterion.object].fields[hidden]?.label ?? hidden);
    }
    if (state === 'excused' && blocks) {
        return format(labels.overrideRow, displayDate(excusedUntil(criterion, flatValues(record), context) ?? context.today));
    }
    return blocks ? withoutCode(criterion.message) : labels.shadowOpen;
}
