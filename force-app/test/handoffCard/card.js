/** The card in a page: a handoff, its deal, and what the services of the page answer about them. */
import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { objects } from 'c/handrailPlaybook';
import HandoffCard from 'c/handoffCard';

export const ME = '005000000000001AAA';
export const SENDER = '005000000000002AAA';
export const HANDOFF_ID = 'a01000000000001AAA';
export const DEAL_ID = '006000000000001AAA';
/** Tuesday, 10 in the morning where the default calendar opens at 9. */
export const NOW = '2026-11-10T15:00:00.000Z';
const SENT = '2026-11-10T14:00:00.000Z';

export async function settle(turns = 8) {
    if (turns > 0) {
        await Promise.resolve();
        await settle(turns - 1);
    }
}

const field = (value, displayValue = null) => ({ value, displayValue });
const person = (name) => field({ fields: { Name: { value: name } } });

function handoff(values = {}) {
    const all = {
        ...Object.fromEntries(Object.keys(objects.Handrail_Handoff__c.fields).map((name) => [name, null])),
        Type__c: 'Sales to Customer Success', Status__c: 'Sent', Opportunity__c: DEAL_ID, Sender__c: SENDER, Receiver__c: ME, Sent_At__c: SENT, OwnerId: SENDER,
        ...values
    };
    const fields = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, field(value)]));
    return { apiName: 'Handrail_Handoff__c', id: HANDOFF_ID, fields: { ...fields, Name: field('HO-00001'), Sender__r: person('Maya Lindqvist'), Receiver__r: all.Receiver__c ? person('Kenji Sato') : field(null) } };
}

function deal(values = {}, people = {}) {
    const all = {
        StageName: 'Closed Won', AccountId: null, Handrail_Stage_Entered_At__c: '2026-11-09T22:00:00.000Z', LastStageChangeDate: null,
        Handrail_Pain__c: 'Two spoiled loads in June cost 71,000.', Handrail_Success_Criteria__c: 'A record for every load', Handrail_Economic_Buyer__c: '003000000000001AAA',
        Handrail_Champion__c: '003000000000002AAA', Handrail_Tech_Eval__c: 'Passed', Handrail_Scope_Link__c: 'https://example.com/scope', Handrail_Promises_Made__c: 'None made',
        Handrail_Billing_Contact__c: '003000000000003AAA', Handrail_Billing_Frequency__c: 'Monthly', Handrail_Payment_Terms__c: 'Net 30', Handrail_Term_Start__c: '2026-12-01', Handrail_Kickoff_Owner__c: ME,
        ...values
    };
    return { apiName: 'Opportunity', id: DEAL_ID, recordTypeId: null, fields: { ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => [name, field(value)])), ...Object.fromEntries(Object.entries(people).map(([name, facts]) => [name, field({ fields: Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, field(value)])) })])) } };
}

const TYPES = { Lookup: 'Reference', Number: 'Double' };

function info(object, updateable = true) {
    const fields = Object.fromEntries(
        Object.values(objects[object].fields).map(({ apiName, label, type, help }) => [apiName, { apiName, label, dataType: TYPES[type] ?? type, updateable: true, inlineHelpText: help, length: 255, scale: 0, relationshipName: type === 'Lookup' ? apiName.replace(/__c$/, '__r') : null, referenceToInfos: [] }])
    );
    return { apiName: object, updateable, defaultRecordTypeId: '012000000000000AAA', fields };
}

export async function draw({ onDeal = false } = {}) {
    const element = createElement('c-handoff-card', { is: HandoffCard });
    element.recordId = onDeal ? DEAL_ID : HANDOFF_ID;
    element.objectApiName = onDeal ? 'Opportunity' : 'Handrail_Handoff__c';
    document.body.appendChild(element);
    await settle();
    return element;
}

export async function drawHandoff({ handoffValues, dealValues, people, updateable = true, onDeal = false } = {}) {
    const element = await draw({ onDeal });
    if (onDeal) {
        graphql.answer('handrailHandoffOfDeal', { data: { uiapi: { query: { Handrail_Handoff__c: { edges: [{ node: { Id: HANDOFF_ID } }] } } } } });
    }
    await answerHandoff({ handoffValues, dealValues, people, updateable });
    return element;
}

/** What the page answers about the handoff and its deal. */
export async function answerHandoff({ handoffValues, dealValues, people, updateable = true } = {}) {
    getObjectInfo.emit(info('Handrail_Handoff__c', updateable), ({ objectApiName }) => objectApiName === 'Handrail_Handoff__c');
    getObjectInfo.emit(info('Opportunity'), ({ objectApiName }) => objectApiName === 'Opportunity');
    await settle();
    getRecord.emit(handoff(handoffValues), ({ recordId }) => recordId === HANDOFF_ID);
    await settle();
    getRecord.emit(deal(dealValues, people), ({ recordId }) => recordId === DEAL_ID);
    await settle();
}

/** @param {{ message: string }} error */
export async function failHandoffOfDeal(error) {
    graphql.answer('handrailHandoffOfDeal', { errors: [error] });
    await settle();
}

export async function noHandoff() {
    graphql.answer('handrailHandoffOfDeal', { data: { uiapi: { query: { Handrail_Handoff__c: { edges: [] } } } } });
    await settle();
}

/** @param {{ message: string }} body */
export async function failRecord(body) {
    getRecord.error(body);
    await settle();
}
