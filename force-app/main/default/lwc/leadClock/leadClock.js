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
import { texts } from './texts';
import { figuresOf, viewOf } from './view';

const OBJECT = 'Lead';
const SECOND = 1000;
const FIELDS = ['Status', 'Phone', 'MobilePhone', 'Email', 'Company', 'NumberOfEmployees', 'CreatedDate', 'OwnerId', 'IsConverted', 'Handrail_MQL_At__c', 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c', 'Handrail_Request__c', 'Handrail_Engagement_Score__c'].map((name) => `${OBJECT}.${name}`);

/** The status that a first answer brings. */
const CONTACTED = objects[OBJECT].stages.filter(({ closed, rank }) => !closed && rank > 0)[1]?.name;

/** How long the buyer has waited, and how long the owner of the lead has left. */
export default class LeadClock extends LightningElement {
    @api recordId;

    texts = texts;
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
    stopTicking;

    connectedCallback() {
        this.stopTicking = startTicking(SECOND, () => {
            this.now = Date.now();
        });
    }

    disconnectedCallback() {
        this.stopTicking?.();
    }

    @wire(getObjectInfo, { objectApiName: OBJECT })
    receiveObjectInfo({ data, error }) {
        this.objectInfo = data ?? this.objectInfo;
        this.error = error ?? this.error;
    }

    @wire(getRecord, { recordId: '$recordId', fields: `${OBJECT}.Name`, optionalFields: FIELDS })
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

    /** The stamp of the first response is the packaged flow's. */
    async handleContacted() {
        this.saving = true;
        this.problem = '';
        try {
            await updateRecord({ fields: { Id: this.recordId, Status: CONTACTED } });
        } catch (error) {
            this.problem = format(texts.notSaved, readErrors(error).map(({ text }) => text).join(' '));
        } finally {
            this.saving = false;
        }
    }
}
