import { api, LightningElement } from 'lwc';
import { format } from 'c/handrailLabels';
import { fieldModel } from 'c/handrailRecord';
import { texts } from './texts';

/** As long as the criteria ask of any sentence. */
const NOTE_LENGTH = 20;
/** What the note of a handoff holds. */
const LONGEST_NOTE = 255;

/**
 * Sends a handoff back: a reason, a sentence, and which items are missing where that is the reason. It saves nothing itself; its
 * owner is told with `sendback` (`{ Reject_Reason__c, Reject_Note__c }`) or `cancel`.
 */
export default class HandrailSendBack extends LightningElement {
    texts = texts;

    /** UI API record of the handoff, its object info and `picklistFieldValues`. */
    @api record;
    @api objectInfo;
    @api picklists;
    /** @type {string} */
    @api senderName = '';
    /** @type {string[]} labels of the items that nobody filled in */
    @api missing = [];
    /** @type {Record<string, string>} what a refused save said, by field */
    @api messages = {};
    @api saving = false;

    reason = null;
    note = '';
    /** @type {string[]} */
    ticked = [];
    /** Fields changed since the messages came: what was said of them no longer holds. @type {string[]} */
    mended = [];

    isFocused = false;

    /** What opened it is gone from the page; the keyboard goes on in the form. */
    renderedCallback() {
        if (!this.isFocused) {
            this.isFocused = true;
            this.template.querySelector('c-handrail-field')?.focus();
        }
    }

    get fields() {
        const page = { record: this.record, objectInfo: this.objectInfo, picklists: this.picklists, draft: { Reject_Reason__c: this.reason, Reject_Note__c: this.note } };
        const said = (name) => (this.mended.includes(name) ? '' : (this.messages[name] ?? ''));
        return [
            { ...fieldModel('Reject_Reason__c', page, true, said('Reject_Reason__c')), label: texts.reason },
            { ...fieldModel('Reject_Note__c', page, true, said('Reject_Note__c')), label: texts.whatYouNeed }
        ];
    }

    get options() {
        return this.missing.map((label) => ({ label, value: label }));
    }

    get hint() {
        if (/missing/i.test(this.reason ?? '') && this.missing.length > 0 && this.ticked.length === 0) {
            return texts.tickOne;
        }
        const { length } = this.note.trim();
        if (length < NOTE_LENGTH) {
            return format(texts.needsSentence, length);
        }
        const excess = this.sentNote.length - LONGEST_NOTE;
        return excess > 0 ? format(texts.tooLong, excess) : '';
    }

    /** What is missing stands before the sentence, for who has only the note to read. */
    get sentNote() {
        return `${this.ticked.length > 0 ? `${this.ticked.join(', ')}: ` : ''}${this.note.trim()}`;
    }

    get cannotSend() {
        return this.saving || !this.reason || this.hint !== '';
    }

    get title() {
        return format(texts.sendBackTo, this.senderName);
    }

    get clockNote() {
        return format(texts.clockAgain, this.senderName);
    }

    handleChange(event) {
        event.stopPropagation();
        const { name, value } = event.detail;
        if (name === 'Reject_Note__c') {
            this.note = value ?? '';
        } else {
            this.reason = value;
        }
        this.mended = [...this.mended, name];
    }

    handleTicked(event) {
        this.ticked = event.detail.value;
    }

    /** Leaving a blank field brings its message, which would move Cancel away from under the pointer. */
    handlePress(event) {
        event.preventDefault();
    }

    handleCancel() {
        this.dispatchEvent(new CustomEvent('cancel'));
    }

    handleSend() {
        const detail = { Reject_Reason__c: this.reason, Reject_Note__c: this.sentNote };
        this.mended = [];
        this.dispatchEvent(new CustomEvent('sendback', { detail }));
    }
}
