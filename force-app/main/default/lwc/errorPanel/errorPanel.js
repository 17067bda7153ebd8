import { LightningElement, api } from 'lwc';
import { failureOf, firstMessage } from 'c/handrailErrors';
import { format, labels } from 'c/handrailLabels';

/**
 * What failed, in the words of Salesforce. Its slot `actions` stands beside the button that tries again.
 * @fires ErrorPanel#retry
 */
export default class ErrorPanel extends LightningElement {
    /** What could not be done. */
    @api headline;
    /** What a wire or a promise of Lightning Data Service delivered. */
    @api error;

    /** Whether its owner can read again. */
    @api retries = false;

    labels = labels;

    /** Where Salesforce said nothing there is nothing to quote. */
    get text() {
        const message = firstMessage(this.error);
        return failureOf(this.error) ? message : format(labels.errorText, message);
    }

    handleRetry() {
        this.dispatchEvent(new CustomEvent('retry'));
    }
}
