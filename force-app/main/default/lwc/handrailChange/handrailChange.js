import { api, LightningElement } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import { bypasses } from 'c/handrailBypass';
import { failureOf, readErrors } from 'c/handrailErrors';
import { dayIn, evaluateChange } from 'c/handrailGate';
import { askedOf, gateEvents } from 'c/handrailGateEvents';
import { format, labels } from 'c/handrailLabels';
import { objects, playbook } from 'c/handrailPlaybook';
import { flatValues, typedSince } from 'c/handrailRecord';
import { compactRow, criterionRow, isMarked, placeMessages, refusedRow, withoutField } from 'c/handrailRows';

/**
 * A change and everything it asks for, fixed in place and saved together. Tells its owner with `saved`, and with `entries`
 * (`{ draft }`) what is typed so far.
 */
export default class HandrailChange extends LightningElement {
    labels = labels;

    @api objectName;
    /** UI API record. */
    @api record;
    @api objectInfo;
    /** `picklistFieldValues`; absent while loading. */
    @api picklists;
    /** @type {(criterion: import('c/handrailPlaybook').Criterion) => boolean} */
    @api isEnforced = ({ mode }) => mode === 'enforce';
    /** @type {import('c/handrailPlaybook').RecordValues} what the change itself writes */
    @api changes = {};
    /** Codes that the owner draws itself. */
    @api drawnElsewhere = [];
    @api submitLabel;
    @api cancelLabel;

    /** @type {import('c/handrailPlaybook').RecordValues} */
    draft = {};
    /** @type {import('c/handrailRows').Refusal | null} */
    refusal = null;
    saving = false;
    focusesSummary = false;
    /** @type {import('c/handrailGateEvents').GateEvents | null} of the record that is shown */
    visit = null;

    /** Entries from outside: what the owner draws. @param {import('c/handrailPlaybook').RecordValues} entries */
    @api
    enter(entries) {
        this.draft = { ...this.draft, ...entries };
        for (const name of Object.keys(entries)) {
            this.refusal = this.refusal && withoutField(this.objectName, this.refusal, name);
        }
        this.dispatchEvent(new CustomEvent('entries', { detail: { draft: this.draft } }));
    }

    /** What the server said at a field that the owner draws. @param {string} name */
    @api
    messageAt(name) {
        return (this.refusal?.marks ?? []).map(({ fields }) => fields[name]).find(Boolean) ?? '';
    }

    renderedCallback() {
        if (this.focusesSummary) {
            this.focusesSummary = false;
            this.refs.summary?.focus();
        }
        if (playbook.gateEvents && this.record && this.objectInfo) {
            this.events.shown(this.move, this.toGo.map(({ criterion }) => criterion.id));
        }
    }

    get events() {
        if (this.visit?.recordId !== this.record.id) {
            this.visit = gateEvents(this.objectName, this.record.id);
        }
        return this.visit;
    }

    /** From the stage to the one that the change brings; a decision stands for itself. */
    get move() {
        const { stageField } = objects[this.objectName];
        return { from: flatValues(this.record)[stageField], to: this.changes[stageField] ?? Object.values(this.changes).find(Boolean) };
    }

    get page() {
        const now = new Date();
        return { record: this.record, objectInfo: this.objectInfo, picklists: this.picklists, draft: this.draft, context: { today: dayIn(now, TIME_ZONE), now: now.toISOString(), userId: USER_ID } };
    }

    get evaluated() {
        const { draft, context } = this.page;
        return evaluateChange(this.objectName, { record: flatValues(this.record), draft, changes: this.changes, isEnforced: this.isEnforced, context });
    }

    get marks() {
        return new Map((this.refusal?.marks ?? []).filter(isMarked).map((mark) => [mark.key, mark]));
    }

    get rows() {
        const { page, marks } = this;
        const { rows } = this.evaluated;
        const shown = rows.filter(({ criterion, state }) => !this.drawnElsewhere.includes(criterion.id) && (state !== 'met' || marks.has(criterion.id)));
        const outside = [...marks.values()].filter(({ key }) => !rows.some(({ criterion }) => criterion.id === key));
        return [...shown.map((row) => criterionRow(row, page, marks.get(row.criterion.id))), ...outside.map((mark) => refusedRow(this.objectName, mark, page))];
    }

    get met() {
        const { page } = this;
        return this.evaluated.rows.filter(({ criterion, state }) => state === 'met' && !this.marks.has(criterion.id) && !this.drawnElsewhere.includes(criterion.id)).map((row) => compactRow(row, page));
    }

    get summary() {
        return this.refusal ? this.refusal.lines.map(({ key, label, text }) => ({ key, text: label ? `${label}: ${text}` : text })) : null;
    }

    get summaryTitle() {
        const { failure, lines: { length } } = this.refusal;
        if (failure) {
            return labels.notSavedKept;
        }
        return length === 1 ? labels.refusedTitleOne : format(labels.refusedTitle, length);
    }

    /** What stops this user: nothing of a family whose bypass they hold. */
    get toGo() {
        return this.evaluated.toGo.filter(({ criterion }) => !bypasses(criterion.family));
    }

    get bypassed() {
        return this.evaluated.rows.some(({ criterion, blocks }) => blocks && bypasses(criterion.family));
    }

    get reasonTitle() {
        const { length } = this.toGo;
        return length === 0 ? '' : length === 1 ? labels.criterionToGo : format(labels.criteriaToGo, length);
    }

    get reason() {
        return this.toGo.map(({ criterion }) => criterion.label).join(', ');
    }

    get cannotSubmit() {
        return this.saving || this.toGo.length > 0;
    }

    handleFieldChange(event) {
        event.stopPropagation();
        const { name, value } = event.detail;
        this.enter({ [name]: value });
    }

    handleFieldCommit(event) {
        event.stopPropagation();
    }

    /** Leaving a blank field brings its message, which would move Cancel away from under the pointer. */
    handlePress(event) {
        event.preventDefault();
    }

    handleCancel() {
        this.draft = {};
        this.refusal = null;
        this.dispatchEvent(new CustomEvent('cancel'));
    }

    handleGuidanceOpen(event) {
        this.events.guidance(this.move, event.detail.code);
    }

    async handleSubmit() {
        const { events, move } = this;
        const asked = askedOf(this.evaluated.rows, bypasses);
        const sent = this.draft;
        this.saving = true;
        try {
            await updateRecord({ fields: { Id: this.record.id, ...sent, ...this.changes } });
            this.draft = typedSince(this.draft, sent);
            this.refusal = null;
            events.passed(move, asked);
            this.dispatchEvent(new CustomEvent('saved'));
        } catch (error) {
            events.refused(move, readErrors(error).map(({ code }) => code));
            this.refusal = { ...placeMessages(this.objectName, readErrors(error), this.evaluated.rows, this.objectInfo), failure: failureOf(error) };
            this.focusesSummary = true;
            this.dispatchEvent(new CustomEvent('entries', { detail: { draft: this.draft } }));
        } finally {
            this.saving = false;
        }
    }
}
