import { LightningElement, api } from 'lwc';

/** The stage of one row of a list, changed in place. Tells its owner with `stagemove` (`{ id, value }`). */
export default class StageCell extends LightningElement {
    @api recordId;
    @api name;
    /** Label of the field. */
    @api label;
    @api stage;
    @api text;
    /** Picklist values: `{ value, label }`. */
    @api values = [];
    @api locked = false;

    editing = false;
    value;
    isOpening = false;

    /** The owner says that the save went through. */
    @api
    close() {
        this.editing = false;
    }

    get canEdit() {
        return !this.locked && this.values.length > 0;
    }

    get options() {
        return this.values.map(({ value, label }) => ({ value, label }));
    }

    get editLabel() {
        return `Edit ${this.label} of ${this.name}`;
    }

    renderedCallback() {
        if (this.isOpening) {
            this.isOpening = false;
            this.template.querySelector('lightning-combobox')?.focus();
        }
    }

    handleEdit() {
        this.value = this.stage;
        this.editing = true;
        this.isOpening = true;
    }

    handleChange(event) {
        this.value = event.detail.value;
    }

    handleCancel() {
        this.editing = false;
    }

    handleKeyDown(event) {
        if (event.key === 'Escape') {
            this.editing = false;
        }
    }

    handleSave() {
        this.dispatchEvent(new CustomEvent('stagemove', { detail: { id: this.recordId, value: this.value } }));
    }
}
