import { LightningElement, api } from 'lwc';
import { firstMessage } from 'c/handrailErrors';
import { format, labels } from 'c/handrailLabels';

/** What failed, in the words of Salesforce. */
export default class ErrorPanel extends LightningElement {
    /** What could not be done. */
    @api headline;
    /** What a wire or a promise of Lightning Data Service delivered. */
    @api error;

    get text() {
        return format(labels.errorText, firstMessage(this.error));
    }
}
