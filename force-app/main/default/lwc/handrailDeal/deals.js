/** One open deal as the pipeline review and its own page see it: what holds it, what is untidy about it. Pure. */
import { daysSince, evaluateGate } from 'c/handrailGate';
import { objects } from 'c/handrailPlaybook';
import { STAGE_ENTERED } from 'c/handrailRecord';

const OBJECT = 'Opportunity';
const NEXT_STEP = 'NextStep';
const NEXT_DATE = 'Handrail_Next_Step_Date__c';
const COMMIT = 'Commit';
/** From this rank on a deal has a next step, or it is only open. */
const RANK_WITH_STEP = 20;
const MANY_PUSHES = 3;

const { stages, criteria, categoryField, previousStageField } = objects[OBJECT];
const STAGES = new Map(stages.map((stage) => [stage.name, stage]));
/** What a category asks for is declared under that family. */
const FORECAST = criteria.filter(({ family }) => family === 'Forecast');
const STEP = criteria.find(({ editFields }) => editFields.includes(NEXT_STEP) && editFields.includes(NEXT_DATE));

/** @typedef {{ today: string, now: string, userId?: string, timeZone: string, isEnforced: (criterion: any) => boolean }} Judging */
/**
 * @typedef {object} Deal
 * @property {string} id
 * @property {import('c/handrailPlaybook').RecordValues} values as read; a field the user may not read is absent
 * @property {string} name
 * @property {string} account
 * @property {string} ownerId
 * @property {string} owner
 * @property {string} stage
 * @property {number} rank
 * @property {number | null} days in the stage
 * @property {number | null} maxDays
 * @property {number} amount 0 where none is entered
 * @property {boolean} hasAmount
 * @property {string} closeDate
 * @property {number} pushes
 * @property {string} category
 * @property {string} nextStep
 * @property {string} nextDate
 * @property {string} stepState `ahead`, `overdue`, `none`
 * @property {readonly { id: string, label: string }[]} blockers what holds it at its gate
 * @property {readonly { id: string, label: string }[]} shadows what would, and does not yet
 * @property {readonly string[]} flags `stepMissing`, `stepOverdue`, `stuck`, `closePassed`, `unproven`, `pushed`
 * @property {boolean} movedLately entered its stage within the last seven days
 */

/**
 * @param {any} node of the query
 * @returns {import('c/handrailPlaybook').RecordValues}
 */
function valuesOf(node) {
    return Object.fromEntries(Object.entries(node).filter(([, field]) => field && typeof field === 'object' && 'value' in field).map(([name, field]) => [name, field.value]));
}

/**
 * @param {any} node of the query
 * @param {Judging} judging
 * @returns {Deal}
 */
export function dealOf(node, judging) {
    return judge({ id: node.Id, values: valuesOf(node), name: node.Name?.value ?? '', account: node.Account?.Name?.value ?? '', owner: node.Owner?.Name?.value ?? '' }, judging);
}

/**
 * The same deal once a value is another one.
 * @param {Pick<Deal, 'id' | 'values' | 'name' | 'account' | 'owner'>} deal
 * @param {Judging} judging
 * @returns {Deal}
 */
export function judge({ id, values, name, account, owner }, { isEnforced, timeZone, ...context }) {
    const stage = String(values.StageName ?? '');
    const { rank = 0, maxDays = null } = STAGES.get(stage) ?? {};
    const { toGo, rows } = evaluateGate(OBJECT, { record: values, draft: {}, isEnforced, context });
    const named = (list) => list.map(({ criterion }) => ({ id: criterion.id, label: criterion.label }));
    const days = daysSince(/** @type {string} */ (STAGE_ENTERED.map((field) => values[field]).find(Boolean)), context.today, timeZone);
    const category = String(values[categoryField ?? ''] ?? '');
    const deal = {
        id,
        values,
        name,
        account,
        owner,
        ownerId: String(values.OwnerId ?? ''),
        stage,
        rank,
        days,
        maxDays,
        amount: Number(values.Amount ?? 0),
        hasAmount: typeof values.Amount === 'number',
        closeDate: String(values.CloseDate ?? ''),
        pushes: Number(values.PushCount ?? 0),
        category,
        nextStep: String(values[NEXT_STEP] ?? ''),
        nextDate: String(values[NEXT_DATE] ?? ''),
        stepState: stepState(values, context),
        blockers: named(toGo),
        shadows: named(rows.filter(({ state, blocks }) => !blocks && state === 'open')),
        movedLately: days !== null && days <= 7 && Boolean(values[previousStageField ?? ''])
    };
    return { ...deal, flags: flagsOf(deal, values, context) };
}

/** By the playbook's own criterion where it has one: a next step that says something, with a date that is not over. */
function stepState(values, context) {
    const text = values[NEXT_STEP];
    const day = values[NEXT_DATE];
    if (text && day && day < context.today) {
        return 'overdue';
    }
    const met = STEP && STEP.fields.every((field) => field in values) ? STEP.met(values, context) : Boolean(text && day);
    return met ? 'ahead' : 'none';
}

function flagsOf({ rank, stepState: step, days, maxDays, closeDate, category, pushes }, values, context) {
    const unproven = category === COMMIT && FORECAST.some((criterion) => criterion.fields.every((field) => field in values) && criterion.applies(values, context) && !criterion.met(values, context));
    const found = {
        stuck: days !== null && maxDays !== null && days > maxDays,
        pushed: pushes >= MANY_PUSHES,
        stepOverdue: rank >= RANK_WITH_STEP && step === 'overdue',
        stepMissing: rank >= RANK_WITH_STEP && step === 'none',
        closePassed: closeDate !== '' && closeDate < context.today,
        unproven
    };
    return Object.keys(found).filter((flag) => found[flag]);
}
