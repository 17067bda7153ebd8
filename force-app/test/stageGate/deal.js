/** A deal in Qualification and what the services of the page answer about it. */
import { objects, playbook } from 'c/handrailPlaybook';

export const DEAL_ID = '006000000000001AAA';
/** Fixed, so that dates in the tests stay ahead or behind. */
export const TODAY = '2026-11-10';

const SAVED = {
    StageName: 'Qualification',
    ForecastCategoryName: 'Pipeline',
    AccountId: '001000000000001AAA',
    OwnerId: '005000000000001AAA',
    CloseDate: '2026-12-18',
    Amount: 184000,
    LeadSource: 'Partner Referral',
    NextStep: null,
    Handrail_Next_Step_Date__c: '2026-11-13',
    Handrail_Discovery_Held__c: '2026-09-09',
    Handrail_Economic_Buyer__c: null,
    Handrail_Motion__c: 'New Logo',
    Handrail_Pain__c: null,
    Handrail_Stage_Entered_At__c: '2026-10-29T16:00:00.000Z'
};

const DATA_TYPES = { Lookup: 'Reference', Text: 'String', Number: 'Double', Checkbox: 'Boolean' };

/**
 * @param {{ updateable?: boolean, fields?: Record<string, object | null> }} [changes] null hides a field
 * @returns {object} as getObjectInfo answers
 */
export function objectInfo({ updateable = true, fields = {} } = {}) {
    const known = Object.values(objects.Opportunity.fields).map((field) => [
        field.apiName,
        {
            apiName: field.apiName,
            label: field.label,
            dataType: DATA_TYPES[field.type] ?? field.type,
            updateable: !field.readOnly,
            inlineHelpText: field.help,
            length: field.length ?? 0,
            scale: field.scale ?? 0,
            relationshipName: field.type === 'Lookup' ? field.apiName.replace(/__c$/, '__r').replace(/Id$/, '') : null,
            referenceToInfos: field.referenceTo ? [{ apiName: field.referenceTo }] : []
        }
    ]);
    const all = { ...Object.fromEntries(known), ...fields };
    return { apiName: 'Opportunity', updateable, defaultRecordTypeId: '012000000000000AAA', fields: Object.fromEntries(Object.entries(all).filter(([, info]) => info)) };
}

/**
 * @param {Record<string, unknown>} [values] undefined hides a field
 * @returns {object} as getRecord answers
 */
export function record(values = {}) {
    const all = { ...Object.fromEntries(Object.keys(objects.Opportunity.fields).map((name) => [name, null])), ...SAVED, ...values };
    const fields = Object.fromEntries(
        Object.entries(all)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, { value, displayValue: null }])
    );
    fields.Account = { value: { fields: { Name: { value: 'Aldermoor Logistics' } } }, displayValue: 'Aldermoor Logistics' };
    return { apiName: 'Opportunity', id: DEAL_ID, recordTypeId: '012000000000000AAA', recordTypeInfo: null, fields };
}

/** Everything that leaving Qualification asks for and the deal does not have. */
export const ANSWERS = { NextStep: 'Price review', Handrail_Economic_Buyer__c: '003000000000001AAA' };

/**
 * @param {Record<string, boolean>} enforced by developer name
 * @param {string} [version] of the playbook in the org
 * @returns {object} as GraphQL answers
 */
export function enforcement(enforced, version = playbook.version) {
    const edges = Object.entries(enforced).map(([name, value]) => ({ node: { DeveloperName: { value: name }, Enforced__c: { value }, Playbook_Version__c: { value: version } } }));
    return { uiapi: { query: { Handrail_Criterion__mdt: { edges } } } };
}

/** Refused with four messages: two at fields of the gate, one at a field outside it, one about the record. */
export const REFUSED = {
    status: 400,
    body: {
        message: 'An error occurred while trying to update the record.',
        output: {
            errors: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Discounts above 15% need Deal Desk approval.' }],
            fieldErrors: {
                NextStep: [{ field: 'NextStep', fieldLabel: 'Next Step', message: '[OPP-QUAL-02] What happens next, and when?' }],
                Handrail_Economic_Buyer__c: [{ field: 'Handrail_Economic_Buyer__c', fieldLabel: 'Economic Buyer', message: '[OPP-QUAL-01] This contact left.' }],
                Contract_Type__c: [{ field: 'Contract_Type__c', fieldLabel: 'Contract Type', message: 'Complete this field.' }]
            }
        }
    }
};

export const CONTRACT_TYPE = { apiName: 'Contract_Type__c', label: 'Contract Type', dataType: 'Picklist', updateable: true, length: 0, scale: 0, relationshipName: null, referenceToInfos: [] };
