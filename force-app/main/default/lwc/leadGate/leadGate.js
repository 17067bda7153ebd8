import { api, LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { format, labels } from 'c/handrailLabels';
import { objects, playbook } from 'c/handrailPlaybook';
import { displayText, flatValues } from 'c/handrailRecord';
import { recordPage } from 'c/handrailRecordPage';
import { texts } from './texts';

const OBJECT = 'Lead';
const DECISION = 'Handrail_Sales_Decision__c';
const { stages } = objects[OBJECT];
const statusOf = (fits) => stages.find(fits)?.name;

/** What each way on writes, says and offers. A status that the playbook has not takes its way with it. */
const OUTCOMES = {
    accept: { title: texts.ask, submit: texts.accept, changes: { [DECISION]: 'Accepted' } },
    reject: { title: texts.rejectTitle, submit: texts.reject, changes: { [DECISION]: 'Rejected' } },
    disqualify: { title: texts.disqualifyTitle, submit: texts.disqualify, changes: { Status: statusOf(({ rank }) => rank === 0) } },
    recycle: { title: texts.recycleTitle, submit: texts.recycle, changes: { [DECISION]: null, Status: statusOf(({ closed, rank }) => !closed && rank > 0) } }
};

/** From MQL to SQL: accept, reject with a reason, recycle, disqualify; what each asks for is fixed here. */
export default class LeadGate extends recordPage(LightningElement, OBJECT, 'Status') {
    @api recordId;

    texts = texts;
    labels = labels;
    subtitle = format(texts.subtitle, playbook.name, playbook.version);
    /** @type {keyof typeof OUTCOMES | null} null: what follows from the lead */
    chosen = null;
    /** What takes the focus next, since what had it is gone: a ref, or the outcome whose button it is. */
    focuses = '';

    renderedCallback() {
        const target = this.refs?.[this.focuses] ?? (this.focuses && this.template.querySelector(`[data-outcome="${this.focuses}"]`));
        if (target) {
            this.focuses = '';
            target.focus();
        }
    }

    get moreFields() {
        return ['IsConverted', DECISION, 'Handrail_Reject_Reason__c'];
    }

    get values() {
        return flatValues(this.record);
    }

    get decision() {
        return this.values[DECISION] ?? null;
    }

    /** What stands instead of a form. */
    get note() {
        if (this.values.IsConverted === true) {
            return texts.converted;
        }
        if (stages.find(({ name }) => name === this.values.Status)?.closed) {
            return texts.closed;
        }
        if (this.objectInfo.updateable === false) {
            return labels.readOnly;
        }
        if (this.chosen !== null) {
            return '';
        }
        if (this.decision === 'Accepted') {
            return texts.accepted;
        }
        return this.decision === 'Rejected' ? format(texts.rejected, displayText(this.record, this.objectInfo, 'Handrail_Reject_Reason__c')) : '';
    }

    get isOver() {
        return this.note === texts.converted || this.note === texts.closed || this.note === labels.readOnly;
    }

    get outcome() {
        const name = this.chosen ?? (this.decision === null ? 'accept' : null);
        return name === null || this.isOver ? null : { name, ...OUTCOMES[name], cancel: this.chosen === null ? '' : texts.back };
    }

    get ways() {
        const names = this.decision === null ? ['reject', 'disqualify'] : this.decision === 'Rejected' ? ['recycle', 'disqualify'] : ['disqualify'];
        return this.isOver || this.chosen !== null ? [] : names.filter((name) => !Object.values(OUTCOMES[name].changes).includes(undefined)).map((name) => ({ name, label: OUTCOMES[name].submit }));
    }

    handleChoose(event) {
        this.chosen = event.currentTarget.dataset.outcome;
        this.focuses = 'outcome';
    }

    handleCancel() {
        this.focuses = this.chosen ?? '';
        this.chosen = null;
    }

    handleSaved() {
        this.chosen = null;
        // At once: an accepted lead has drawn itself anew already, and nothing would come later.
        this.focuses = '';
        this.refs.title.focus();
        this.dispatchEvent(new ShowToastEvent({ title: texts.saved, variant: 'success' }));
    }
}
