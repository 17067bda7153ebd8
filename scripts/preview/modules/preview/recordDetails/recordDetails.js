import { LightningElement, api } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import { fieldText, labelOf, lookupUrl } from 'preview/fieldText';
import { refusals } from 'preview/refusal';

/** How a field is drawn while it is changed; types without a row are shown only. */
const INPUT_TYPES = { String: 'text', TextArea: 'text', Date: 'date', Currency: 'number', Double: 'number', Int: 'number', Percent: 'number', Url: 'url', Email: 'email', Phone: 'tel', Boolean: 'checkbox', Picklist: 'picklist' };

/** The fields of a record as a standard page shows them, a few of them to be changed in place. */
export default class RecordDetails extends LightningElement {
    @api record;
    @api objectInfo;
    @api names = [];
    /** Of the record type, by field; without them picklists are shown only. */
    @api picklists;
    editing = null;
    value;
    message = '';

    get fields() {
        return this.names
            .filter((name) => this.objectInfo.fields[name] && this.record.fields[name])
            .map((name) => {
                const info = this.objectInfo.fields[name];
                const label = labelOf(info);
                const type = INPUT_TYPES[info.dataType];
                const options = this.optionsOf(name, info);
                const editable = info.updateable && type !== undefined && (type !== 'picklist' || options.length > 0);
                return {
                    name,
                    label,
                    text: fieldText(info, this.record.fields[name], this.record.fields[info.relationshipName]?.displayValue),
                    url: lookupUrl(info, this.record.fields[name]),
                    editable,
                    editing: editable && this.editing === name,
                    editLabel: `Edit ${label}`,
                    type,
                    isPicklist: type === 'picklist',
                    isCheckbox: type === 'checkbox',
                    options,
                    step: info.scale > 0 ? (10 ** -info.scale).toFixed(info.scale) : '1'
                };
            });
    }

    optionsOf(name, { required }) {
        const values = this.picklists?.picklistFieldValues[name]?.values ?? [];
        const options = values.map(({ label, value }) => ({ label, value }));
        return options.length === 0 || required ? options : [{ label: '--None--', value: '' }, ...options];
    }

    handleEdit(event) {
        this.editing = event.currentTarget.dataset.name;
        this.value = this.record.fields[this.editing].value;
        this.message = '';
        this.isOpening = true;
    }

    renderedCallback() {
        if (this.isOpening) {
            this.isOpening = false;
            this.template.querySelector('lightning-input, lightning-combobox')?.focus();
        }
    }

    handleChange(event) {
        const { value, checked } = event.detail;
        this.value = checked ?? (value === '' ? null : value);
    }

    handleCancel() {
        this.editing = null;
        this.message = '';
    }

    handleKeyDown(event) {
        if (event.key === 'Escape') {
            this.handleCancel();
        }
    }

    async handleSave() {
        try {
            await updateRecord({ fields: { Id: this.record.id, [this.editing]: this.value } });
            this.editing = null;
            this.message = '';
        } catch (error) {
            this.message = refusals(error).join(' ');
        }
    }
}
