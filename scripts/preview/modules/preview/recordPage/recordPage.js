import { LightningElement, api, createElement, wire } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { withUser } from 'lightning/navigation';
import { fieldText, labelOf, lookupUrl } from 'preview/fieldText';
import { namesOf, shownOf } from 'preview/objects';

/** A record page: header, stages, details, and the components that the record page in force-app names. */
export default class RecordPage extends LightningElement {
    @api recordId;
    @api objectApiName;
    /** `{ constructor, visibleWhen }` by region. */
    @api regions = {};
    /** `{ label, constructor }` */
    @api actions = [];
    record;
    error;

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    info;

    get shown() {
        return this.info.data ? shownOf(this.info.data) : undefined;
    }

    /** Undefined until object info is there. */
    get optionalFields() {
        const fields = this.info.data?.fields;
        const names = fields && [...new Set([...this.info.data.nameFields, ...this.conditions.map(({ field }) => field).filter((name) => fields[name]), ...this.shown.highlights, ...this.shown.sections.flatMap((section) => section.names)])];
        const related = names?.map((name) => fields[name].relationshipName).filter(Boolean).map((name) => `${name}.Name`);
        return names && [...names, ...related].map((name) => `${this.objectApiName}.${name}`);
    }

    @wire(getRecord, { recordId: '$recordId', optionalFields: '$optionalFields' })
    receiveRecord({ data, error }) {
        this.record = data ?? (error ? undefined : this.record);
        this.error = error;
        if (data) {
            document.title = `${this.name} | Handrail`;
        }
    }

    get recordTypeId() {
        return this.record?.recordTypeId;
    }

    @wire(getPicklistValuesByRecordType, { objectApiName: '$objectApiName', recordTypeId: '$recordTypeId' })
    picklists;

    get stageValues() {
        return this.picklists.data?.picklistFieldValues[this.shown.stageField]?.values;
    }

    get isShown() {
        return Boolean(this.record && this.info.data);
    }

    /** Components stand whatever the page itself could read, as on the platform; without a record there is nothing. */
    get isThere() {
        return this.error?.status !== 404;
    }

    get name() {
        return this.record.fields[namesOf(this.info.data)[0]]?.value ?? this.recordId;
    }

    get stage() {
        return this.record.fields[this.shown.stageField]?.value;
    }

    get isLocked() {
        return this.info.data.updateable === false;
    }

    get highlights() {
        return this.shown.highlights
            .filter((name) => this.record.fields[name])
            .map((name) => {
                const info = this.info.data.fields[name];
                return { name, label: labelOf(info), url: lookupUrl(info, this.record.fields[name]), text: fieldText(info, this.record.fields[name], this.record.fields[info.relationshipName]?.displayValue) };
            });
    }

    get beside() {
        return ['sidebar', 'right', 'rightsidebar'].flatMap((region) => this.regions[region] ?? []);
    }

    get above() {
        return this.regions.main ?? [];
    }

    get conditions() {
        return [...this.above, ...this.beside].flatMap(({ visibleWhen }) => visibleWhen);
    }

    /** A condition on a field that is not known yet, or may not be read, does not hold. */
    holds({ field, operator, value }) {
        const known = this.record?.fields[field];
        return Boolean(known) && (String(known.value ?? '') === value) === (operator === 'EQUAL');
    }

    get buttons() {
        return this.actions.map(({ label }) => ({ label }));
    }

    /** A headless action is asked to run; it draws what it needs itself. */
    handleAction(event) {
        const action = this.actions.find(({ label }) => label === event.currentTarget.dataset.action);
        const element = createElement('preview-action', { is: action.constructor });
        element.recordId = this.recordId;
        element.objectApiName = this.objectApiName;
        this.refs.actions.append(element);
        Promise.resolve(element.invoke()).finally(() => element.remove());
    }

    get components() {
        return this.visible(this.beside);
    }

    /** Components of the main column stand above the details. */
    get leading() {
        return this.visible(this.above);
    }

    visible(placed) {
        return placed.filter(({ visibleWhen }) => visibleWhen.every((condition) => this.holds(condition))).map(({ name, constructor }) => ({ key: name, constructor }));
    }

    get errorText() {
        const { body, status } = this.error ?? this.info.error ?? {};
        if (!this.error && !this.info.error) {
            return '';
        }
        // A gateway answers with a page of its own.
        const message = Array.isArray(body) ? body[0]?.message : body?.message;
        return status === 404 ? 'There is no such record, or this user may not see it.' : message && !message.startsWith('<') ? message : 'The record could not be read. Load the page again.';
    }

    get columnsClass() {
        return this.components.length > 0 ? 'columns columns_two' : 'columns';
    }

    get listLabel() {
        return `All ${this.info.data.labelPlural.toLowerCase()}`;
    }

    get listUrl() {
        return withUser(`/lightning/o/${this.objectApiName}/list`);
    }
}
