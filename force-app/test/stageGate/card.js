/** The card in a page, and what a person does with it. */
import { createElement } from 'lwc';
import StageGate from 'c/stageGate';
import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { ANSWERS, DEAL_ID, objectInfo, record } from './deal';

/** Wires, renderings and promises of one action. */
export async function settle() {
    for (let turn = 0; turn < 5; turn += 1) {
        await Promise.resolve();
    }
}

export async function draw() {
    const element = createElement('c-stage-gate', { is: StageGate });
    element.recordId = DEAL_ID;
    document.body.appendChild(element);
    await settle();
    return element;
}

/** @param {object} [info] see objectInfo() */
export async function answerObjectInfo(info) {
    getObjectInfo.emit(objectInfo(info));
    await settle();
}

/** @param {{ message: string }} body */
export async function failObjectInfo(body) {
    getObjectInfo.error(body);
    await settle();
}

/** @param {Record<string, unknown>} [values] see record() */
export async function answerRecord(values) {
    getRecord.emit(record(values));
    await settle();
}

/**
 * @param {object} [deal]
 * @param {object} [deal.info] see objectInfo()
 * @param {object} [deal.values] see record()
 * @param {object} [deal.enforced] GraphQL data
 */
export async function drawDeal({ info, values, enforced } = {}) {
    const element = await draw();
    await answerObjectInfo(info);
    await answerRecord(values);
    if (enforced) {
        graphql.answer('handrailEnforcement', { data: enforced });
    }
    await settle();
    return element;
}

export const part = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
export const textOf = (element, id) => part(element, id)?.textContent.trim();
export const rows = (element, group = 'todo') =>
    [...element.shadowRoot.querySelectorAll(`ul[data-group="${group}"] c-handrail-criterion`)].map((criterion) => criterion.row);
export const compactCodes = (element, group) =>
    [...element.shadowRoot.querySelectorAll(`ul[data-group="${group}"] [data-code]`)].map((item) => item.dataset.code);

export async function type(element, name, value) {
    const list = element.shadowRoot.querySelector('ul[data-group]');
    list.dispatchEvent(new CustomEvent('fieldchange', { detail: { name, value }, bubbles: true, composed: true }));
    await settle();
}

export async function press(element, id) {
    part(element, id).click();
    await settle();
}

/** The card with everything typed that the gate asks for. */
export async function drawAnswered(deal) {
    const element = await drawDeal(deal);
    for (const [name, value] of Object.entries(ANSWERS)) {
        await type(element, name, value);
    }
    return element;
}
