import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord, updateRecord } from 'lightning/uiRecordApi';
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import { startTicking } from 'c/handrailClock';
import { readErrors } from 'c/handrailErrors';
import { FIGURES, figuresIn, NO_FIGURES } from 'c/handrailFigures';
import { format, labels } from 'c/handrailLabels';
import { objects } from 'c/handrailPlaybook';
import { askAgain } from 'c/handrailReread';
import { texts } from './texts';
import { figuresOf, viewOf } from './view';

const OBJECT = 'Lead';
const SECOND = 1000;
const FIELDS = ['Status', 'Phone', 'MobilePhone', 'Email', 'Company', 'NumberOfEmployees', 'CreatedDate', 'OwnerId', 'IsConverted', 'Handrail_MQL_At__c', 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c', 'Handrail_Request__c', 'Handrail_Engagement_Score__c', 'Handrail_Sales_Decision__c'].map((name) => `${OBJECT}.${name}`);

/** The status that a first answer brings. */
const CONTACTED = objects[OBJECT].stages.filter(({ closed, rank }) => !closed && rank > 0)[1]?.name;

/** How long the buyer has waited, and how long the owner of the lead has left. */
export default class LeadClock extends LightningElement {
    @api recordId;

    texts = texts;
    /** Undefined for a moment while everything is read again. */
    objectName = OBJECT;
    labels = labels;
    record;
    objectInfo;
    error;
    now = Date.now();
    viewerId = USER_ID;
    viewer;
    figuresQuery = FIGURES;
    figures = NO_FIGURES;
    problem = '';
    saving = false;
    /** The button that had the focus is gone; the head of the card takes it once there is one. */
    focusesTitle = false;
    stopTicking;

    connectedCallback() {
        this.stopTicking = startTicking(SECOND, () => {
            this.now = Date.now();
        });
    }

    renderedCallback() {
        if (this.focusesTitle && this.refs?.title) {
            this.focusesTitle = false;
            this.refs.title.focus();
        }
    }

    disconnectedCallback() {
        this.stopTicking?.();
    }

    @wire(getObjectInfo, { objectApiName: '$objectName' })
    receiveObjectInfo({ data, error }) {
        this.objectInfo = data ?? this.objectInfo;
        this.error = error ?? this.error;
    }

    @wire(getRecord, { recordId: '$wiredRecordId', fields: `${OBJECT}.Name`, optionalFields: FIELDS })
    receiveRecord({ data, error }) {
        this.record = data ?? this.record;
        this.error = error ?? (data ? undefined : this.error);
    }

    @wire(getRecord, { recordId: '$viewerId', fields: ['User.Name', 'User.Username'] })
    receiveViewer({ data }) {
        this.viewer = data ?? this.viewer;
    }

    @wire(graphql, { query: '$figuresQuery', variables: '$figuresVariables' })
    receiveFigures({ data }) {
        this.figures = data ? figuresIn(data) : this.figures;
    }

    get wiredRecordId() {
        return this.objectName ? this.recordId : undefined;
    }

    get figuresVariables() {
        return this.viewer ? figuresOf(this.viewer) : undefined;
    }

    get isLoaded() {
        return Boolean(this.record && this.objectInfo);
    }

    get isFailed() {
        return !this.isLoaded && Boolean(this.error);
    }

    get view() {
        return viewOf({
            record: this.record,
            objectInfo: this.objectInfo,
            userId: USER_ID,
            now: this.now,
            figures: this.figures,
            slices: this.figuresVariables?.slices ?? [],
            moment: (instant, isExact = false) => new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: isExact ? 'medium' : 'short', timeZone: TIME_ZONE }).format(new Date(instant))
        });
    }

    get isNoMql() {
        return !this.view.isMql;
    }

    get offersAnswer() {
        return Boolean(CONTACTED) && this.view.isOpen && this.objectInfo.updateable !== false && this.record.fields.Status?.value !== CONTACTED;
    }

    readAgain() {
        this.error = undefined;
        this.focusesTitle = true;
        return askAgain(this, 'objectName', undefined);
    }

    /** The stamp of the first response is the packaged flow's. */
    async handleContacted() {
        this.saving = true;
        this.problem = '';
        try {
            await updateRecord({ fields: { Id: this.recordId, Status: CONTACTED } });
            this.refs?.title?.focus();
        } catch (error) {
            this.problem = format(texts.notSaved, readErrors(error).map(({ text }) => text).join(' '));
        } finally {
            this.saving = false;
        }
    }
}
