import { api, LightningElement } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';

/** A link to a record: a real address for a new tab, and the platform's own navigation for a click. */
export default class RecordLink extends NavigationMixin(LightningElement) {
    @api label;
    url = '';
    id;
    object;

    @api
    get recordId() {
        return this.id;
    }
    set recordId(value) {
        this.id = value;
        this.follow();
    }

    @api
    get objectApiName() {
        return this.object;
    }
    set objectApiName(value) {
        this.object = value;
        this.follow();
    }

    get reference() {
        return { type: 'standard__recordPage', attributes: { recordId: this.id, objectApiName: this.object, actionName: 'view' } };
    }

    async follow() {
        if (this.id && this.object) {
            this.url = await this[NavigationMixin.GenerateUrl](this.reference);
        }
    }

    handleClick(event) {
        // With a modifier the browser opens a tab of its own.
        if (event.metaKey || event.ctrlKey || event.shiftKey) {
            return;
        }
        event.preventDefault();
        this[NavigationMixin.Navigate](this.reference);
    }
}
