/**
 * What happens at a gate, written down in the org where the playbook says `gate_events`. A save that a rule refuses leaves
 * no trace of its own. Writing never disturbs the user: what fails is not said and not tried again.
 */
import { createRecord } from 'lightning/uiRecordApi';
import { objects, playbook } from 'c/handrailPlaybook';

const OBJECT = 'Handrail_Gate_Event__c';
const MOST_CODES = 255;
const MOST_NAME = 80;

/** @typedef {{ from: unknown, to: unknown }} Move stages, or what stands in their place */

/**
 * @typedef {object} GateEvents
 * @property {string} recordId
 * @property {(move: Move, codes: string[]) => void} shown the gate is on the screen with criteria to go; written once
 * @property {(move: Move, codes: string[]) => void} refused
 * @property {(move: Move, codes: string[]) => void} passed
 * @property {(move: Move, code: string) => void} guidance somebody opened why a criterion matters; written once for each
 */

/**
 * One visit of a record: as long as a component shows it.
 * @param {string} objectName
 * @param {string} recordId
 * @returns {GateEvents} writes nothing unless the playbook asks for it
 */
export function gateEvents(objectName, recordId) {
    const written = new Set();
    let queue = Promise.resolve();
    // A user without the permission is not asked again on this visit.
    let stopped = !playbook.gateEvents;

    const write = (event, { from, to }, codes) => {
        if (stopped) {
            return;
        }
        const fields = { Event__c: event, Object__c: objectName, Record_Id__c: recordId, From__c: named(from), To__c: named(to), Codes__c: codesText(codes) };
        // One after the other, so that they lie in the order in which they happened.
        queue = queue.then(async () => {
            try {
                if (!stopped) {
                    await createRecord({ apiName: OBJECT, fields });
                }
            } catch {
                stopped = true;
            }
        });
    };
    const once = (key, event, move, codes) => {
        if (codes.length > 0 && !written.has(key)) {
            written.add(key);
            write(event, move, codes);
        }
    };
    // Only codes of the playbook: what another rule of the org says is no matter of a gate.
    const known = (codes) => codes.filter((code) => objects[objectName].criteria.some(({ id }) => id === code));

    return {
        recordId,
        shown: (move, codes) => once('shown', 'Shown', move, known(codes)),
        refused: (move, codes) => known(codes).length > 0 && write('Refused', move, known(codes)),
        passed: (move, codes) => write('Passed', move, known(codes)),
        guidance: (move, code) => once(code, 'Guidance', move, known([code]))
    };
}

/**
 * Criteria that a save past a gate was asked: those that hold this user, whatever became of them.
 * @param {import('c/handrailGate').Row[]} rows
 * @param {(family: string) => boolean} bypasses
 * @returns {string[]} codes; an override or a bypass is no answer
 */
export function askedOf(rows, bypasses) {
    return rows.filter(({ criterion, state, blocks }) => blocks && state !== 'excused' && !bypasses(criterion.family)).map(({ criterion }) => criterion.id);
}

/**
 * @param {unknown} value
 * @returns {string | null}
 */
function named(value) {
    return typeof value === 'string' && value !== '' ? value.slice(0, MOST_NAME) : null;
}

/**
 * @param {string[]} codes
 * @returns {string | null} each once, as many whole ones as fit
 */
function codesText(codes) {
    return [...new Set(codes)].reduce((text, code) => (text.length + code.length + 1 > MOST_CODES ? text : text ? `${text};${code}` : code), '') || null;
}
