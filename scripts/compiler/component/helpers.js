/**
 * @param {string} objectName
 * @returns {PlaybookObject}
 */
function objectOf(objectName) {
    const object = objects[objectName];
    if (!object) {
        throw new Error(`The playbook says nothing about ${objectName}.`);
    }
    return object;
}

/**
 * @param {string} objectName
 * @param {RawValue} stageName
 * @returns {Stage | null} null for a stage the playbook does not know
 */
export function stageOf(objectName, stageName) {
    return objectOf(objectName).stages.find((stage) => stage.name === stageName) || null;
}

/**
 * The stage after this one; null when the stage is closed or unknown.
 * @param {string} objectName
 * @param {RawValue} stageName
 * @returns {Stage | null}
 */
export function nextStageOf(objectName, stageName) {
    const stage = stageOf(objectName, stageName);
    if (stage === null || stage.closed) {
        return null;
    }
    return objectOf(objectName).stages.find((candidate) => candidate.rank > stage.rank) || null;
}

/**
 * What ends a stage: its own exit criteria, and those of entering the next stage where that has some.
 * @param {string} objectName
 * @param {string} stageName
 * @returns {{ stage: Stage | null, next: Stage | null, criteria: Criterion[] }}
 */
export function gateOf(objectName, stageName) {
    const object = objectOf(objectName);
    const next = nextStageOf(objectName, stageName);
    const criteria = object.criteria.filter(({ trigger }) =>
        trigger.kind === 'exit'
            ? trigger.stage === stageName
            : trigger.kind === 'enter' &&
              trigger.field === object.stageField &&
              next !== null &&
              trigger.value === next.name
    );
    return { stage: stageOf(objectName, stageName), next, criteria };
}

/**
 * What holds a record in its closed stage, for users without the permission to reopen it.
 * @param {string} objectName
 * @param {string} stageName
 * @param {EvaluationContext} context
 * @returns {Criterion[]} those that this user cannot pass
 */
export function reopeningOf(objectName, stageName, context) {
    return objectOf(objectName).criteria.filter(
        (criterion) => criterion.trigger.kind === 'leave' && criterion.trigger.value === stageName && criterion.applies({}, context)
    );
}

/**
 * The fields to write when a record moves to a stage. Salesforce resets the forecast category on every change of
 * stage, so the present one is written along where the new stage allows it.
 * @param {string} objectName
 * @param {RecordValues} record
 * @param {string} stageName
 * @returns {RecordValues}
 */
export function stageChange(objectName, record, stageName) {
    const { stageField, categoryField } = objectOf(objectName);
    const stage = stageOf(objectName, stageName);
    /** @type {RecordValues} */
    const changes = stageField === null ? {} : { [stageField]: stageName };
    if (categoryField !== null && stage !== null && stage.categories.length > 0) {
        const present = record[categoryField];
        changes[categoryField] =
            typeof present === 'string' && stage.categories.includes(present) ? present : stage.forecastCategory;
    }
    return changes;
}

/**
 * The record as the rules will see it: with the changes, and with the stage before this one as the packaged flow
 * stamps it before the rules run.
 * @param {string} objectName
 * @param {RecordValues} record
 * @param {RecordValues} changes
 * @returns {RecordValues}
 */
export function recordAfter(objectName, record, changes) {
    const { stageField, previousStageField } = objectOf(objectName);
    const after = { ...record, ...changes };
    if (stageField !== null && previousStageField !== null && hasChanged(stageField, record, after)) {
        after[previousStageField] = record[stageField];
    }
    return after;
}

/**
 * The criteria that saving these changes brings up, as the validation rules do: entering a stage or a value, and
 * undoing an answer of a gate already passed. Mode, date, bypass and exceptions are left to the caller.
 * @param {string} objectName
 * @param {RecordValues | null} record before the save; null when it is being created
 * @param {RecordValues} changes
 * @param {EvaluationContext} context
 * @returns {Criterion[]} those that apply, met or not
 */
export function criteriaAsked(objectName, record, changes, context) {
    const object = objectOf(objectName);
    const before = record || {};
    const after = record === null ? { ...changes } : recordAfter(objectName, record, changes);
    return object.criteria.filter(
        (criterion) => isAsked(object, criterion, before, after, record === null) && criterion.applies(after, context)
    );
}

/**
 * The last day on which the record is excused from a criterion.
 * @param {Criterion} criterion
 * @param {RecordValues} record
 * @param {EvaluationContext} context
 * @returns {string | null} ISO date; null when it is not excused today
 */
export function excusedUntil(criterion, record, context) {
    const { overridesField } = objectOf(criterion.object);
    const granted = overridesField === null || !criterion.overridable ? null : record[overridesField];
    const entry = `|${criterion.id}:`;
    const text = typeof granted === 'string' ? granted : '';
    const start = text.indexOf(entry);
    const until = start < 0 ? '' : text.slice(start + entry.length, start + entry.length + 10);
    return until >= context.today ? until : null;
}

/**
 * The criteria that moving a record to a stage brings up: all gates up to there, and those of the stage itself.
 * @param {string} objectName
 * @param {RecordValues} record
 * @param {string} stageName
 * @param {EvaluationContext} context
 * @returns {Criterion[]} those that apply, met or not
 */
export function criteriaFor(objectName, record, stageName, context) {
    return criteriaAsked(objectName, record, stageChange(objectName, record, stageName), context);
}

/**
 * @param {string} field
 * @param {RecordValues} before
 * @param {RecordValues} after
 * @returns {boolean}
 */
function hasChanged(field, before, after) {
    return (before[field] ?? '') !== (after[field] ?? '');
}

/**
 * @param {PlaybookObject} object
 * @param {Criterion} criterion
 * @param {RecordValues} before
 * @param {RecordValues} after
 * @param {boolean} isNew
 * @returns {boolean}
 */
function isAsked(object, criterion, before, after, isNew) {
    const { trigger } = criterion;
    const undone = criterion.undoFields.some((field) => hasChanged(field, before, after));
    if (trigger.kind === 'change') {
        return isNew || trigger.fields.some((field) => hasChanged(field, before, after));
    }
    if (trigger.kind === 'enter') {
        return isValue(after[trigger.field], trigger.value) && (isNew || undone || hasChanged(trigger.field, before, after));
    }
    if (trigger.kind === 'leave') {
        return !isNew && isValue(before[trigger.field], trigger.value) && hasChanged(trigger.field, before, after);
    }
    const from = rankOf(object, before);
    const to = rankOf(object, after);
    const passed = to.rank > trigger.rank && !(criterion.holds === 'open_only' && to.closed);
    return passed && (isNew || undone || to.rank > from.rank);
}

/**
 * @param {RawValue} value
 * @param {string} wanted
 * @returns {boolean}
 */
function isValue(value, wanted) {
    return String(value ?? '').toLowerCase() === wanted.toLowerCase();
}

/**
 * Unknown stages, and the lost one, rank 0.
 * @param {PlaybookObject} object
 * @param {RecordValues} record
 * @returns {{ rank: number, closed: boolean }}
 */
function rankOf(object, record) {
    const name = object.stageField === null ? null : record[object.stageField];
    return object.stages.find((stage) => isValue(name, stage.name)) || { rank: 0, closed: false };
}
