import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { getRecord, updateRecord } from 'lightning/uiRecordApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import { startTicking } from 'c/handrailClock';
import { readErrors } from 'c/handrailErrors';
import { format, labels } from 'c/handrailLabels';
import { handoffs, objects } from 'c/handrailPlaybook';
import { askAgain } from 'c/handrailReread';
import { fieldModel, flatValues, STAGE_ENTERED, typedSince } from 'c/handrailRecord';
import { todayIs } from 'c/handrailText';
import { HANDOFF_OF_DEAL, handoffIn } from './queries';
import { texts } from './texts';
import { BESIDE, PEOPLE, REACH, viewOf } from './view';

const HANDOFF = 'Handrail_Handoff__c';
const DEAL = 'Opportunity';
const MINUTE = 60000;

const HANDOFF_FIELDS = ['OwnerId', 'Sender__r.Name', 'Sender__r.Username', 'Receiver__r.Name', ...Object.keys(objects[HANDOFF].fields)].map((name) => `${HANDOFF}.${name}`);

/** One contract between two teams: what was passed on, what is missing, who answers by when. */
export default class HandoffCard extends LightningElement {
    @api recordId;
    @api objectApiName;

    texts = texts;
    labels = labels;
    dealQuery = HANDOFF_OF_DEAL;
    /** Undefined for a moment while everything is read again. */
    objectName = HANDOFF;
    found;
    handoff;
    deal;
    handoffInfo;
    dealInfo;
    picklists;
    dealPicklists;
    error;
    now = Date.now();
    sendsBack = false;
    /** @type {import('c/handrailPlaybook').RecordValues} answers for the deal, or the dates of a milestone */
    draft = {};
    /** @type {Record<string, string>} */
    messages = {};
    problem = '';
    saving = false;
    /** @type {'' | 'title' | 'problem' | 'reject'} what takes the focus next, since what had it may be gone */
    focuses = '';
    stopTicking;

    connectedCallback() {
        this.stopTicking = startTicking(MINUTE, () => {
            this.now = Date.now();
        });
    }

    renderedCallback() {
        const target = /** @type {any} */ (this.refs?.[this.focuses]);
        if (target) {
            // The head of the card may be far above; what is there now is said without going there.
            const options = { preventScroll: this.focuses === 'title' };
            this.focuses = '';
            target.focus(options);
        }
    }

    disconnectedCallback() {
        this.stopTicking?.();
    }

    @wire(graphql, { query: '$dealQuery', variables: '$dealVariables' })
    receiveHandoffOfDeal({ data, errors }) {
        this.found = data ? { id: handoffIn(data) } : this.found;
        this.error = errors ?? this.error;
    }

    @wire(getObjectInfo, { objectApiName: '$objectName' })
    receiveHandoffInfo({ data, error }) {
        this.handoffInfo = data ?? this.handoffInfo;
        this.error = error ?? this.error;
    }

    @wire(getObjectInfo, { objectApiName: DEAL })
    receiveDealInfo({ data }) {
        this.dealInfo = data ?? this.dealInfo;
    }

    @wire(getRecord, { recordId: '$handoffId', fields: `${HANDOFF}.Name`, optionalFields: HANDOFF_FIELDS })
    receiveHandoff({ data, error }) {
        this.handoff = data ?? this.handoff;
        this.error = error ?? (data ? undefined : this.error);
    }

    @wire(getRecord, { recordId: '$dealId', fields: `${DEAL}.Name`, optionalFields: '$dealFields' })
    receiveDeal({ data }) {
        // Without access to the deal the handoff still can be answered; its items are not shown.
        this.deal = data ?? this.deal;
    }

    @wire(getPicklistValuesByRecordType, { objectApiName: HANDOFF, recordTypeId: '$recordTypeId' })
    receivePicklists({ data }) {
        this.picklists = data?.picklistFieldValues ?? this.picklists;
    }

    @wire(getPicklistValuesByRecordType, { objectApiName: DEAL, recordTypeId: '$dealRecordTypeId' })
    receiveDealPicklists({ data }) {
        this.dealPicklists = data?.picklistFieldValues ?? this.dealPicklists;
    }

    get isOnDeal() {
        return this.objectApiName === DEAL;
    }

    get dealVariables() {
        return this.isOnDeal && this.objectName ? { deal: this.recordId } : undefined;
    }

    get handoffId() {
        const id = this.isOnDeal ? this.found?.id : this.recordId;
        return this.objectName ? (id ?? undefined) : undefined;
    }

    get dealId() {
        return this.dealInfo && this.handoff ? (this.handoff.fields.Opportunity__c?.value ?? undefined) : undefined;
    }

    get dealFields() {
        const asked = handoffs.flatMap(({ items }) => items.filter(({ object }) => object === DEAL).map(({ field }) => field));
        const names = ['StageName', 'AccountId', 'Account.Name', ...STAGE_ENTERED, ...asked, ...asked.flatMap((name) => BESIDE[name] ?? [])];
        const related = asked.map((name) => this.dealInfo?.fields[name]?.relationshipName).filter(Boolean);
        const people = PEOPLE.map((name) => this.dealInfo?.fields[name]?.relationshipName).filter(Boolean).flatMap((name) => REACH.map((each) => `${name}.${each}`));
        return [...new Set([...names, ...related.map((name) => `${name}.Name`), ...people])].map((name) => `${DEAL}.${name}`);
    }

    get recordTypeId() {
        return this.handoffInfo?.defaultRecordTypeId;
    }

    get dealRecordTypeId() {
        return this.deal ? (this.deal.recordTypeId ?? this.dealInfo.defaultRecordTypeId) : undefined;
    }

    get isEmpty() {
        return this.isOnDeal && this.found?.id === null;
    }

    get isLoaded() {
        return Boolean(this.handoff && this.handoffInfo);
    }

    get isFailed() {
        return !this.isLoaded && Boolean(this.error);
    }

    get view() {
        return viewOf({
            handoff: this.handoff,
            deal: this.deal,
            dealInfo: this.dealInfo,
            userId: USER_ID,
            now: this.now,
            today: todayIs(new Date(this.now)),
            moment: (instant) => new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE }).format(new Date(instant))
        });
    }

    /** Nobody sent it: nobody to measure. */
    get measuredName() {
        return this.handoff.fields.Sender__r?.value?.fields?.Name?.value ?? '';
    }

    get sentText() {
        const sent = flatValues(this.handoff).Sent_At__c;
        return sent ? format(texts.sentAt, new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE }).format(new Date(String(sent)))) : '';
    }

    get readOnly() {
        return this.handoffInfo?.updateable === false;
    }

    get offersAnswer() {
        return this.view.answers && !this.readOnly;
    }

    get isRejecting() {
        return this.offersAnswer && this.sendsBack;
    }

    get missingLabels() {
        return this.view.missing.map(({ label }) => label);
    }

    get acceptNote() {
        return this.view.missing.length > 0 ? format(texts.acceptNote, this.view.senderName) : '';
    }

    /** The sender answers on the deal what is missing. */
    get answerFields() {
        const page = { record: this.deal, objectInfo: this.dealInfo, picklists: this.dealPicklists, draft: this.draft };
        return this.view.completes ? this.view.missing.map(({ field }) => fieldModel(field, page, false, this.messages[field] ?? '')) : [];
    }

    get hasAnswers() {
        return this.answerFields.length > 0;
    }

    get milestoneFields() {
        const page = { record: this.handoff, objectInfo: this.handoffInfo, picklists: this.picklists, draft: this.draft };
        return this.view.next && !this.readOnly ? this.view.next.fields.map((name) => fieldModel(name, page, true, this.messages[name] ?? '')) : [];
    }

    get hasMilestone() {
        return this.milestoneFields.length > 0;
    }

    get milestoneTitle() {
        return format(texts.recordMilestone, this.view.next.name);
    }

    get hasNoDraft() {
        return this.saving || Object.keys(this.draft).length === 0;
    }

    readAgain() {
        this.error = undefined;
        this.focuses = 'title';
        return askAgain(this, 'objectName', undefined);
    }

    handleReject() {
        this.sendsBack = true;
    }

    handleCancel() {
        this.sendsBack = false;
        this.messages = {};
        this.problem = '';
        this.focuses = 'reject';
    }

    handleDraft(event) {
        event.stopPropagation();
        const { name, value } = event.detail;
        this.draft = { ...this.draft, [name]: value };
        this.messages = { ...this.messages, [name]: '' };
    }

    handleAccept() {
        return this.save(this.handoff.id, { Status__c: 'Accepted', OwnerId: USER_ID, Receiver__c: USER_ID }, texts.wasAccepted);
    }

    handleSendBack(event) {
        return this.save(this.handoff.id, { Status__c: 'Rejected', ...event.detail }, format(texts.wasSentBack, this.view.senderName));
    }

    /** What is typed for the deal goes first: sent without it, the packet would be as incomplete as before. */
    handleSendAgain() {
        const answers = this.hasAnswers ? this.draft : {};
        return this.save(this.handoff.id, { Status__c: 'Sent' }, format(texts.wasSentAgain, this.view.receiverName), answers);
    }

    handleSaveAnswers() {
        return this.save(this.deal.id, this.draft, texts.wasSaved);
    }

    handleMilestone() {
        return this.save(this.handoff.id, { ...this.draft, Status__c: this.view.next.status }, texts.wasSaved);
    }

    /**
     * @param {string} id
     * @param {Record<string, unknown>} fields
     * @param {string} success
     * @param {import('c/handrailPlaybook').RecordValues} [answers] written to the deal before
     */
    async save(id, fields, success, answers = {}) {
        this.saving = true;
        this.problem = '';
        try {
            if (Object.keys(answers).length > 0) {
                await updateRecord({ fields: { Id: this.deal.id, ...answers } });
            }
            await updateRecord({ fields: { Id: id, ...fields } });
            this.sendsBack = false;
            this.draft = typedSince(this.draft, { ...answers, ...fields });
            this.messages = {};
            this.focuses = 'title';
            this.dispatchEvent(new ShowToastEvent({ title: success, variant: 'success' }));
        } catch (error) {
            const found = readErrors(error);
            this.messages = Object.fromEntries(found.filter(({ field }) => field).map(({ field, text }) => [field, text]));
            this.focuses = 'problem';
            this.problem = format(texts.notSaved, found.map(({ text }) => text).join(' '));
        } finally {
            this.saving = false;
            this.now = Date.now();
        }
    }
}
