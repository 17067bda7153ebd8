import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { createRecord, getRecord, updateRecord } from 'lightning/uiRecordApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import MAY_DECIDE from '@salesforce/customPermission/Handrail_Approve_Overrides';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import { readErrors } from 'c/handrailErrors';
import { dayIn } from 'c/handrailGate';
import { format, labels } from 'c/handrailLabels';
import { playbook } from 'c/handrailPlaybook';
import { displayDate } from 'c/handrailRecord';
import { momentText } from 'c/handrailText';
import { formFields, isComplete, newEntries, reasonOf, REASON_LENGTH } from './form';
import { REQUESTS, requestsIn } from './requests';
import { texts } from './texts';

const OBJECT = 'Handrail_Override__c';
/** For a playbook that says nothing about overrides. */
const MOST_DAYS = playbook.override?.mostDays ?? 14;

/** The manager of the deal's owner. */
const MANAGER = ['Opportunity.Owner.ManagerId', 'Opportunity.Owner.Manager.Name'];

/** What a decision says once it is saved. */
const DONE = { Granted: texts.wasGranted, Refused: texts.wasRefused, Withdrawn: texts.wasWithdrawn };

/**
 * Asks somebody to let a deal pass a criterion for a time, and shows what was asked and granted. Approvers decide here;
 * the sender can withdraw. Tells its owner with `overridechange` that the deal may have changed.
 */
export default class OverrideRequest extends LightningElement {
    texts = texts;
    requestsQuery = REQUESTS;
    managerFields = MANAGER;

    @api recordId;
    /** @type {{ id: string, label: string }[]} criteria that hold the deal and may be passed */
    @api criteria = [];

    data;
    /** @type {{ id: string | null, name: string }} whom the playbook lets decide, unless it is the one who asks */
    manager = { id: null, name: '' };
    refreshRequests;
    /** @type {import('./form').Entries | null} null while the form is closed */
    entries = null;
    /** @type {Record<string, string>} what the server said, by field */
    fieldMessages = {};
    problem = '';
    busy = false;
    focusesForm = false;
    focusesProblem = false;

    /** Opens the form. */
    @api
    ask() {
        this.entries = this.entries ?? newEntries(this.criteria, this.today, MOST_DAYS, this.manager.id);
        this.problem = '';
        this.focusesForm = true;
    }

    @wire(graphql, { query: '$requestsQuery', variables: '$variables' })
    receiveRequests({ data, refresh }) {
        // Without access to requests the card works as before: nothing runs, and nothing can be asked for.
        this.data = data ?? this.data;
        this.refreshRequests = refresh;
    }

    @wire(getRecord, { recordId: '$recordId', optionalFields: '$managerFields' })
    receiveManager({ data }) {
        const owner = data?.fields.Owner?.value?.fields;
        const id = owner?.ManagerId?.value ?? null;
        if (data) {
            this.manager = id === USER_ID ? { id: null, name: '' } : { id, name: owner?.Manager?.value?.fields.Name?.value ?? '' };
        }
    }

    renderedCallback() {
        if (this.focusesForm) {
            this.focusesForm = false;
            this.template.querySelector('c-handrail-field')?.focus();
        }
        if (this.focusesProblem && this.refs.problem) {
            this.focusesProblem = false;
            this.refs.problem.focus();
        }
    }

    get variables() {
        return { deal: this.recordId };
    }

    get today() {
        return dayIn(new Date(), TIME_ZONE);
    }

    get strips() {
        return requestsIn(this.data, this.today).map((request) => {
            const mine = request.senderId === USER_ID;
            return {
                id: request.id,
                className: request.granted ? 'hr-strip hr-strip_granted' : 'hr-strip',
                text: request.granted
                    ? format(texts.granted, displayDate(request.until), request.decider || texts.nobody, request.label)
                    : format(texts.asked, request.approver || texts.nobody, momentText(request.askedAt), request.label),
                reason: format(texts.reasonOf, request.sender || texts.nobody, request.reason),
                until: request.until,
                decides: !request.granted && !mine && Boolean(MAY_DECIDE),
                withdraws: mine || (request.granted && Boolean(MAY_DECIDE))
            };
        });
    }

    get isOpen() {
        return this.entries !== null;
    }

    get fields() {
        return formFields(this.entries, this.criteria, this.fieldMessages, { ...this.manager, excluded: USER_ID });
    }

    get note() {
        return format(texts.note, MOST_DAYS);
    }

    /** Who holds the permission no page can ask of somebody else, so it is said. */
    get decides() {
        return playbook.override ? format(texts.decides, playbook.override.approver) : '';
    }

    get reasonHint() {
        const { length } = reasonOf(this.entries);
        return length < REASON_LENGTH ? format(texts.tooShort, length) : '';
    }

    get hint() {
        return this.busy ? labels.saving : this.reasonHint;
    }

    get cannotSend() {
        return this.busy || !isComplete(this.entries);
    }

    handleFieldChange(event) {
        // The form is no part of the deal: its entries end here.
        event.stopPropagation();
        const { name, value } = event.detail;
        this.entries = { ...this.entries, [name]: value };
        this.fieldMessages = { ...this.fieldMessages, [name]: '' };
    }

    handleFieldCommit(event) {
        event.stopPropagation();
    }

    /** Leaving a blank field brings its message, which would move Cancel away from under the pointer. */
    handlePress(event) {
        event.preventDefault();
    }

    /** The form goes, and the focus with it; who opened it takes it back. */
    handleCancel() {
        this.dispatchEvent(new CustomEvent('formclose'));
        this.entries = null;
        this.fieldMessages = {};
        this.problem = '';
    }

    handleSend() {
        const { entries } = this;
        const label = this.criteria.find(({ id }) => id === entries.Criterion__c)?.label ?? '';
        return this.write(texts.notSent, async () => {
            await createRecord({ apiName: OBJECT, fields: { Opportunity__c: this.recordId, Criterion_Label__c: label.slice(0, 80), ...entries, Reason__c: reasonOf(entries) } });
            this.handleCancel();
            await this.readAgain();
            const sent = requestsIn(this.data, this.today).at(-1);
            this.toast(format(texts.sentTo, sent?.approver || texts.nobody));
        });
    }

    handleDecide(event) {
        const { id, status, until } = event.currentTarget.dataset;
        return this.write(texts.notDecided, async () => {
            await updateRecord({ fields: { Id: id, Status__c: status } });
            await this.readAgain();
            this.focusStrip(id);
            this.toast(format(DONE[status], displayDate(until)));
            this.dispatchEvent(new CustomEvent('overridechange'));
        });
    }

    /** Its buttons are gone; where the whole strip is, whoever shows the form takes the focus back. @param {string} id */
    focusStrip(id) {
        const strip = /** @type {HTMLElement | null} */ (this.template.querySelector(`[data-strip="${id}"]`));
        if (strip) {
            strip.focus();
        } else {
            this.dispatchEvent(new CustomEvent('formclose'));
        }
    }

    /** What was written is written, also when it cannot be read again. */
    async readAgain() {
        try {
            await this.refreshRequests?.();
        } catch {
            // The next look at the page shows it.
        }
    }

    /**
     * @param {string} failure label whose place is the message
     * @param {() => Promise<void>} work
     */
    async write(failure, work) {
        this.busy = true;
        this.problem = '';
        try {
            await work();
        } catch (error) {
            const messages = readErrors(error);
            const names = this.isOpen ? this.fields.map(({ name }) => name) : [];
            this.fieldMessages = Object.fromEntries(messages.filter(({ field }) => names.includes(field)).map(({ field, text }) => [field, text]));
            this.focusesProblem = true;
            this.problem = format(failure, messages.map(({ text }) => text).join(' '));
        } finally {
            this.busy = false;
        }
    }

    toast(title) {
        this.dispatchEvent(new ShowToastEvent({ title, variant: 'success' }));
    }
}
