/**
 * Stand-ins for services of the platform that Handrail's own components do not use: bundles of a small project with real wires, in a real browser,
 * against a local org.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { createPreview } from './index.ts';
import { smallProject, type SmallBundle } from './testing/smallProject.ts';

/** Shows what each wire emits, as text. */
const LISTS: SmallBundle = {
  javascript: `
import { LightningElement, api, wire } from 'lwc';
import { getRelatedListCount, getRelatedListInfo, getRelatedListInfoBatch, getRelatedListRecords, getRelatedListRecordsBatch, getRelatedListsInfo } from 'lightning/uiRelatedListApi';
import { createRecord, deleteRecord, updateRecord } from 'lightning/uiRecordApi';
import { RefreshEvent } from 'lightning/refresh';
import ACCOUNT from '@salesforce/schema/Account';
import LAST_NAME from '@salesforce/schema/Contact.LastName';

const lastNames = (data) => data?.records.map(({ fields }) => fields.LastName.value);
export default class Lists extends LightningElement {
    @api recordId;
    size = 10;
    token = '0';
    @wire(getRelatedListRecords, { parentRecordId: '$recordId', relatedListId: 'Contacts', fields: [LAST_NAME], sortBy: ['-Contact.LastName'], pageSize: '$size', pageToken: '$token', where: '{ LastName: { ne: "Hidden" } }' }) records;
    @wire(getRelatedListRecordsBatch, { parentRecordId: '$recordId', relatedListParameters: [{ relatedListId: 'Contacts', fields: ['Contact.LastName'], sortBy: ['Contact.LastName'], pageSize: 1 }, { relatedListId: 'Nothing__r' }] }) batch;
    @wire(getRelatedListCount, { parentRecordId: '$recordId', relatedListId: 'Contacts', maxCount: 2 }) count;
    @wire(getRelatedListInfo, { parentObjectApiName: ACCOUNT, relatedListId: 'Contacts' }) info;
    @wire(getRelatedListInfo, { parentObjectApiName: ACCOUNT, relatedListId: 'Contacts', restrictColumnsToLayout: false }) refusedInfo;
    @wire(getRelatedListInfoBatch, { parentObjectApiName: 'Account', relatedListNames: ['Contacts', 'Nothing__r'] }) infos;
    @wire(getRelatedListsInfo, { parentObjectApiName: 'Account' }) lists;
    @wire(getRelatedListRecords, { parentRecordId: '$recordId', relatedListId: 'Nothing__r' }) missing;
    @wire(getRelatedListRecords, { parentRecordId: '$nobody', relatedListId: 'Contacts' }) waiting;

    get shown() {
        const batch = this.batch.data?.results.map(({ statusCode, result }) => [statusCode, statusCode === 200 ? lastNames(result) : null]);
        return Object.entries({
            records: lastNames(this.records.data), next: this.records.data?.nextPageToken, isFrozen: Object.isFrozen(this.records.data?.records), batch,
            count: this.count.data && [this.count.data.count, this.count.data.hasMore], columns: this.info.data?.displayColumns.map(({ fieldApiName }) => fieldApiName),
            refusedInfo: [this.refusedInfo.error?.status, this.refusedInfo.error?.body.message], infos: this.infos.data?.results.map(({ statusCode }) => statusCode),
            lists: this.lists.data?.relatedLists.map(({ relatedListId }) => relatedListId).includes('Opportunities'), missing: [this.missing.data === undefined, this.missing.error?.status, this.missing.error?.body[0].errorCode],
            waiting: [this.waiting.data === undefined, this.waiting.error === undefined]
        }).map(([name, value]) => ({ name, text: JSON.stringify(value) }));
    }
    idOf(name) { return this.records.data.records.find(({ fields }) => fields.LastName.value === name).id; }
    rename() { updateRecord({ fields: { Id: this.idOf('Berg'), LastName: 'Aberg' } }); }
    async create() { await createRecord({ apiName: 'Contact', fields: { LastName: 'Zimmer', AccountId: this.recordId } }); this.template.querySelector('[data-id="created"]').textContent = 'yes'; }
    refresh() { this.dispatchEvent(new RefreshEvent()); }
    remove() { deleteRecord(this.idOf('Zimmer')); }
    page() { this.size = 2; this.token = '2'; }
}`,
  html: `<template>
    <template for:each={shown} for:item="item"><p key={item.name} data-id={item.name}>{item.text}</p></template><p data-id="created" lwc:dom="manual"></p>
    <button onclick={rename}>Rename</button><button onclick={create}>Create</button><button onclick={refresh}>Refresh</button><button onclick={remove}>Remove</button><button onclick={page}>Page</button>
</template>`,
};

const SPEAKER: SmallBundle = {
  javascript: `
import { LightningElement, api, wire } from 'lwc';
import { MessageContext, publish } from 'lightning/messageService';
import SELECTED from '@salesforce/messageChannel/Selected__c';
import OTHER from '@salesforce/messageChannel/Other__c';
export default class Speaker extends LightningElement {
    @api recordId;
    text = '';
    @wire(MessageContext) context;
    say(event) {
        const chosen = { recordId: this.recordId, word: event.target.dataset.word };
        publish(this.context, SELECTED, { chosen });
        publish(this.context, OTHER, { chosen });
        chosen.word = 'changed afterwards';
    }
    wrong() {
        const tries = [() => publish(this.context, SELECTED, { run: () => 1 }), () => publish(undefined, SELECTED, {}), () => publish(this.context, 'Selected__c', {})];
        this.text = tries.map((attempt) => { try { attempt(); return 'went through'; } catch (error) { return error.message; } }).join(' | ');
    }
}`,
  html: '<template><button data-word="one" onclick={say}>Say one</button><button data-word="two" onclick={say}>Say two</button><button onclick={wrong}>Say wrong</button><p data-id="refused">{text}</p></template>',
};

const LISTENER: SmallBundle = {
  javascript: `
import { LightningElement, api, wire } from 'lwc';
import { APPLICATION_SCOPE, MessageContext, subscribe, unsubscribe } from 'lightning/messageService';
import SELECTED from '@salesforce/messageChannel/Selected__c';
import { start, stop, log } from 'c/service';
export default class Listener extends LightningElement {
    @api recordId;
    heard = [];
    log = log;
    @wire(MessageContext) context;
    connectedCallback() {
        this.hear('broken', () => { throw new Error('A listener that fails.'); });
        this.first = this.hear('active');
        this.hear('application', undefined, { scope: APPLICATION_SCOPE });
        start();
    }
    hear(name, listener = ({ chosen }) => { this.heard = [...this.heard, name + ':' + chosen.word + ':' + Object.isFrozen(chosen)]; }, options) {
        return subscribe(this.context, SELECTED, listener, options);
    }
    get text() { return this.heard.join(' '); }
    end() { unsubscribe(this.first); unsubscribe(this.first); unsubscribe(null); }
    endService() { stop(); }
    leave() { window.heardAfter = this.heard; this.hear('gone', () => { window.heardAfterLeaving = true; }); this.template.host.remove(); }
    logged() { this.heard = [...this.heard, 'service:' + log.join()]; }
}`,
  html: '<template><p data-id="heard">{text}</p><button onclick={end}>End</button><button onclick={endService}>End service</button><button onclick={leave}>Leave</button><button onclick={logged}>Log</button></template>',
};

/** A module that is no component. */
const SERVICE: SmallBundle = {
  javascript: `
import { createMessageContext, releaseMessageContext, subscribe } from 'lightning/messageService';
import SELECTED from '@salesforce/messageChannel/Selected__c';
const context = createMessageContext();
export const log = [];
export const start = () => subscribe(context, SELECTED, ({ chosen }) => log.push(chosen.word));
export const stop = () => releaseMessageContext(context);`,
};

let folder: string;
let org: LocalOrg;
let browser: TestBrowser;
let page: Page;
let account: string;
const errors: string[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-platform-'));
  const projectDir = await smallProject(folder, { lists: LISTS, speaker: SPEAKER, listener: LISTENER, service: SERVICE }, { onPage: ['lists', 'speaker', 'listener'], channels: ['Selected', 'Other'] });
  const { operations } = await createPreview({ projectDir });
  org = await startLocalOrg({ extraOperations: operations });
  browser = await startBrowser();
  page = await browser.desktop();
  page.on('pageerror', ({ message }) => errors.push(message));
});
after(async () => {
  await browser?.close();
  await org?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  const admin = org.session('admin@handrail.local');
  const insert = (object: string, records: Parameters<LocalOrg['engine']['insert']>[2]): readonly string[] => org.engine.insert(admin, object, records, { allOrNone: true }).map(({ id }) => id ?? assert.fail());
  account = insert('Account', [{ Name: 'Aldermoor' }])[0] ?? '';
  insert('Contact', ['Berg', 'Hidden', 'Voss', 'Caro'].map((LastName) => ({ LastName, AccountId: account })));
  errors.length = 0;
  await page.goto(`${org.url}/lightning/r/Account/${account}/view`);
});

const at = (component: string, id: string): Locator => page.locator(`c-${component} [data-id="${id}"]`);
/** Waits until a text stands there. */
async function shows(component: string, id: string, text: string): Promise<void> {
  await page.locator(`c-${component} [data-id="${id}"]`).getByText(text, { exact: true }).waitFor().catch(async () => assert.equal(await at(component, id).innerText(), text));
}
const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

describe('lightning/uiRelatedListApi', () => {
  test('records by filter and order, several lists at once, counts, and what a list shows', async () => {
    await shows('lists', 'records', '["Voss","Caro","Berg"]');
    await shows('lists', 'isFrozen', 'true');
    await shows('lists', 'batch', '[[200,["Berg"]],[404,null]]');
    await shows('lists', 'count', '[2,true]');
    await shows('lists', 'columns', '["Name"]');
    await shows('lists', 'infos', '[200,404]');
    await shows('lists', 'lists', 'true');
    await press('Page');
    await shows('lists', 'records', '["Berg"]');
  });

  test('a list that is not there, a parameter that is not supported, and one that waits', async () => {
    await shows('lists', 'missing', '[true,404,"NOT_FOUND"]');
    await shows('lists', 'refusedInfo', '[501,"unsupported: this page has no getRelatedListInfo with restrictColumnsToLayout."]');
    await shows('lists', 'waiting', '[true,true]');
  });

  test('what is saved or deleted on the page shows at once, what is new with a refresh', async () => {
    await shows('lists', 'records', '["Voss","Caro","Berg"]');
    await press('Rename');
    await shows('lists', 'records', '["Voss","Caro","Aberg"]');
    await shows('lists', 'batch', '[[200,["Aberg"]],[404,null]]');
    await press('Create');
    await at('lists', 'created').getByText('yes').waitFor();
    assert.equal(await at('lists', 'records').innerText(), '["Voss","Caro","Aberg"]');
    await press('Refresh');
    await shows('lists', 'records', '["Zimmer","Voss","Caro","Aberg"]');
    await press('Remove');
    await shows('lists', 'records', '["Voss","Caro","Aberg"]');
  });
});

describe('lightning/messageService', () => {
  const heard = (): Promise<string> => at('listener', 'heard').innerText();

  test('a message reaches everybody who listens to its channel, as a copy; the error of one keeps it from no other', async () => {
    await press('Say one');
    await shows('listener', 'heard', 'active:one:true application:one:true');
    assert.deepEqual(errors, ['A listener that fails.']);
    await press('End');
    await press('Say two');
    await shows('listener', 'heard', 'active:one:true application:one:true application:two:true');
  });

  test('a module that is no component listens with a context of its own, until it is released', async () => {
    await press('Say one');
    await press('End service');
    await press('Say two');
    await press('Log');
    assert.match(await heard(), /service:one$/);
  });

  test('a component that has left the page hears nothing', async () => {
    await press('Leave');
    await press('Say one');
    assert.equal(await page.evaluate('window.heardAfterLeaving'), undefined);
    assert.deepEqual(await page.evaluate('window.heardAfter'), []);
    assert.deepEqual(errors, []);
  });

  test('what is no message is refused with what is wrong', async () => {
    await press('Say wrong');
    const refused = (await at('speaker', 'refused').innerText()).split(' | ');
    assert.match(refused[0] ?? '', /no functions and no symbols \(run\)/);
    assert.match(refused[1] ?? '', /context is not there yet/);
    assert.match(refused[2] ?? '', /must be imported from @salesforce\/messageChannel/);
    assert.equal(await heard(), '');
  });
});
