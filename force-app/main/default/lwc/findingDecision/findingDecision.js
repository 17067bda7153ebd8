import { api, wire } from 'lwc';
import LightningModal from 'lightning/modal';
import { getFieldValue, getRecord, updateRecord } from 'lightning/uiRecordApi';
import USER_ID from '@salesforce/user/Id';
import { readErrors } from 'c/handrailErrors';
import { format, labels } from 'c/handrailLabels';
import { dayAfter, daysBetween, dayText, todayIs } from 'c/handrailText';
import { texts } from './texts';

const USER_NAME = 'User.Name';
const MOST_DAYS = 90;
/** As long as the playbook asks of any sentence. */
const REASON_LENGTH = 20;

/** Records a finding as known, or ignores it until a day: a reason, and somebody who answers for it. */
export default class FindingDecision extends LightningModal {
    @api findingId;
    /** @type {'Recorded' | 'Ignored'} */
    @api status;
    @api summary;

    texts = texts;
    labels = labels;
    userName = [USER_NAME];
    userId = USER_ID;
    reason = '';
    owner;
    until = '';
    problem = '';
    saving = false;

    @wire(getRecord, { recordId: '$userId', fields: '$userName' })
    receiveUser({ data }) {
        this.owner = this.owner ?? (data ? getFieldValue(data, USER_NAME) : undefined);
    }

    get isIgnored() {
        return this.status === 'Ignored';
    }

    get action() {
        return this.isIgnored ? texts.ignore : texts.record;
    }

    get explanation() {
        return this.isIgnored ? format(texts.ignoreNote, MOST_DAYS) : texts.recordNote;
    }

    get today() {
        return todayIs();
    }

    get lastDay() {
        return dayAfter(this.today, MOST_DAYS);
    }

    /** Why it cannot be saved yet; empty when it can. */
    get hint() {
        if (this.reason.trim().length < REASON_LENGTH) {
            return format(texts.needsReason, REASON_LENGTH, this.reason.trim().length);
        }
        if (!(this.owner ?? '').trim()) {
            return texts.needsOwner;
        }
        if (this.isIgnored && !this.until) {
            return texts.needsDate;
        }
        const days = this.until ? daysBetween(this.today, this.until) : 0;
        return days < 0 || days > MOST_DAYS ? format(texts.tooFar, dayText(this.lastDay), MOST_DAYS) : '';
    }

    get isBlocked() {
        return this.saving || this.hint !== '';
    }

    handleReason(event) {
        this.reason = event.detail.value ?? '';
    }

    handleOwner(event) {
        this.owner = event.detail.value ?? '';
    }

    handleUntil(event) {
        this.until = event.detail.value ?? '';
    }

    async handleSave() {
        this.saving = true;
        this.problem = '';
        try {
            const fields = { Id: this.findingId, Status__c: this.status, Decision_Reason__c: this.reason.trim(), Decision_By__c: this.owner.trim(), Decision_Until__c: this.until || null };
            await updateRecord({ fields });
            this.close('saved');
        } catch (error) {
            this.problem = readErrors(error).map(({ text }) => text).join(' ');
        } finally {
            this.saving = false;
        }
    }

    handleCancel() {
        this.close();
    }
}
