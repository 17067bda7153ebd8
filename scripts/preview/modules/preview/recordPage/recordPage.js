import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { withUser } from 'lightning/navigation';
import { fieldText, labelOf } from 'preview/fieldText';
import { shownOf } from 'preview/objects';

/** A record page: header, stages, details, and the components that the record page in force-app names. */
export default class RecordPage extends LightningElement {
    @api recordId;
    @api objectApiName;
    /** Constructors by region. */
    @api regions = {};
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
        const names = fields && [...new Set([...this.info.data.nameFields, ...this.shown.highlights, ...this.shown.sections.flatMap((section) => section.names)])];
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
        return this.record.fields[this.info.data.nameFields[0]]?.value ?? this.recordId;
    }

    get stage() {
        return this.record.fields[this.shown.stageField]?.value;
    }

    get highlights() {
        return this.shown.highlights
            .filter((name) => this.record.fields[name])
            .map((name) => {
                const info = this.info.data.fields[name];
                return { name, label: labelOf(info), text: fieldText(info, this.record.fields[name], this.record.fields[info.relationshipName]?.displayValue) };
            });
    }

    get components() {
        return ['sidebar', 'right', 'rightsidebar'].flatMap((region) => this.regions[region] ?? []).map((constructor, index) => ({ key: index, constructor }));
    }

    get errorText() {
        const { body, status } = this.error ?? this.info.error ?? {};
        return status === 404 ? 'There is no such record, or this user may not see it.' : ((Array.isArray(body) ? body[0]?.message : body?.message) ?? '');
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
