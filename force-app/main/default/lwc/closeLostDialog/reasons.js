/** The loss taxonomy as choices for one deal. Pure. */
import { playbook } from 'c/handrailPlaybook';

const MOTION = 'Handrail_Motion__c';

/** Which motions a population asks; blank counts as new business. */
const POPULATIONS = {
    new: (motion) => !['Expansion', 'Renewal', 'Contraction'].includes(motion),
    growth: (motion) => !['Renewal', 'Contraction'].includes(motion),
    all: (motion) => motion !== 'Contraction',
    installed: (motion) => ['Expansion', 'Renewal', 'Contraction'].includes(motion),
    renewal: (motion) => motion === 'Renewal',
    every: () => true
};

/**
 * @param {import('c/handrailPlaybook').RecordValues} record
 * @returns {import('c/handrailPlaybook').LossReason[]} those in use that a deal of this motion can have; the one it has already always
 */
export function reasonsFor(record) {
    const motion = String(record[MOTION] ?? '');
    const has = record.Handrail_Loss_Reason__c;
    return playbook.lossReasons.filter((reason) => reason.name === has || (!reason.replacedBy && (POPULATIONS[reason.for] ?? POPULATIONS.every)(motion)));
}

/**
 * @param {import('c/handrailPlaybook').LossReason[]} reasons
 * @param {import('c/handrailPlaybook').RawValue} name
 * @param {import('c/handrailPlaybook').RawValue} has the detail that is saved; one of a reason of before is in no list any more
 * @returns {{ label: string, value: string }[]} the values of Loss Detail that belong to the reason
 */
export function detailsOf(reasons, name, has) {
    const reason = reasons.find((each) => each.name === name);
    const kept = reason?.replacedBy && String(has ?? '').startsWith(`${reason.name}:`) ? [String(has)] : [];
    return [...(reason?.details ?? []), ...kept].map((detail) => {
        const value = detail.startsWith(`${reason.name}:`) ? detail : `${reason.name}: ${detail}`;
        return { label: shortDetail(value), value };
    });
}

/**
 * A value as the org calls it in the language of the user.
 * @param {any} picklists `picklistFieldValues`; absent while loading
 * @param {string} field
 * @param {string} value
 * @returns {string} the value itself where the org has no label for it
 */
export function calledIn(picklists, field, value) {
    return (picklists?.[field]?.values ?? []).find((entry) => entry.value === value)?.label ?? value;
}

/** A detail without the reason that it begins with. */
export function shortDetail(label) {
    return label.slice(label.indexOf(':') + 1).trim();
}
