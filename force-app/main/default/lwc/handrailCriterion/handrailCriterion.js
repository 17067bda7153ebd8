import { LightningElement, api } from 'lwc';
import { labels } from 'c/handrailLabels';

/**
 * One criterion with what it asks for, or one field the org asks for besides.
 * @typedef {object} CriterionModel
 * @property {string} key
 * @property {'open' | 'willBeMet' | 'met' | 'shadow' | 'refused' | 'excused' | 'unseen'} state
 * @property {string} label
 * @property {string} note code of the criterion, or who asks
 * @property {boolean} isCode whether the note is a code
 * @property {string} text one sentence under the label
 * @property {string} message of the server, where no field carries it
 * @property {string} decision empty when there is none to tell
 * @property {string} evidence what the numbers say of it; empty when they say nothing
 * @property {import('c/handrailRecord').FieldModel[]} fields
 * @property {boolean} optional inputs are opened by the user
 * @property {string} [hint] what an optional row asks for; shown with its inputs, or at once where it has none to open
 */

/** Tells with `guidanceopen` (`{ code }`) when somebody opens why it matters. */
export default class HandrailCriterion extends LightningElement {
    labels = labels;
    showsWhy = false;
    showsFields = false;

    /** @type {CriterionModel} */
    @api row;

    /**
     * Puts the focus into the input of a field.
     * @param {string} name
     */
    @api
    focusField(name) {
        const field = [...this.template.querySelectorAll('c-handrail-field')].find((element) => element.dataset.name === name);
        field?.focus();
        return Boolean(field);
    }

    get hasFields() {
        return this.row.fields.length > 0 && (!this.row.optional || this.showsFields);
    }

    get hint() {
        const { hint, fields } = this.row;
        return hint && (this.showsFields || fields.length === 0) ? hint : '';
    }

    get offersFields() {
        return this.row.fields.length > 0 && this.row.optional;
    }

    get noteClass() {
        return this.row.isCode ? 'hr-note hr-note_code' : 'hr-note';
    }

    get textClass() {
        return this.row.state === 'willBeMet' ? 'hr-text hr-text_good' : 'hr-text';
    }

    get whyIcon() {
        return this.showsWhy ? 'utility:chevrondown' : 'utility:chevronright';
    }

    get fillIcon() {
        return this.showsFields ? 'utility:chevrondown' : 'utility:chevronright';
    }

    toggleWhy() {
        this.showsWhy = !this.showsWhy;
        if (this.showsWhy) {
            this.dispatchEvent(new CustomEvent('guidanceopen', { detail: { code: this.row.key }, bubbles: true }));
        }
    }

    toggleFields() {
        this.showsFields = !this.showsFields;
    }

    handleKeyDown(event) {
        if (event.key === 'Escape' && this.showsWhy) {
            event.stopPropagation();
            this.showsWhy = false;
            this.refs.why.focus();
        }
    }
}
