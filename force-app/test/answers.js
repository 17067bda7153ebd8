/** Answers of GraphQL as the org gives them: every field an object with its value. */
import { graphql } from 'lightning/graphql';
import { CurrentPageReference } from 'lightning/navigation';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { settle } from 'test/page';

const nodeOf = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, name === 'Id' || (value && typeof value === 'object') ? value : { value }]));

/**
 * @param {string} word that only the meant query contains
 * @param {string} object
 * @param {Record<string, unknown>[]} rows plain values
 * @param {{ hasNextPage?: boolean, endCursor?: string, totalCount?: number, refresh?: () => Promise<void> }} [more]
 */
export async function answerRows(word, object, rows, { refresh, totalCount = rows.length, hasNextPage = false, endCursor = null } = {}) {
    graphql.answer(word, { data: { uiapi: { query: { [object]: { totalCount, pageInfo: { hasNextPage, endCursor }, edges: rows.map((row) => ({ node: nodeOf(row) })) } } } }, refresh });
    await settle();
}

/** @param {string} word @param {string} message */
export async function failQuery(word, message) {
    graphql.answer(word, { errors: [{ message }] });
    await settle();
}

/**
 * What the user may do with an object.
 * @param {string} object
 * @param {{ updateable?: boolean, createable?: boolean, fields?: Record<string, { updateable: boolean }> }} access
 */
export async function answerAccess(object, { updateable = true, createable = true, fields = {} } = {}) {
    getObjectInfo.emit({ apiName: object, updateable, createable, fields }, (config) => config.objectApiName === object);
    await settle();
}

/** @param {string} object that the user may not read */
export async function denyAccess(object) {
    getObjectInfo.error({ message: `No access to ${object}` });
    await settle();
}

/** @param {string} name of who looks */
export async function answerUserName(name) {
    getRecord.emit({ fields: { Name: { value: name } } });
    await settle();
}

/** @param {object} page where the component stands */
export async function answerPage(page) {
    CurrentPageReference.emit(page);
    await settle();
}
