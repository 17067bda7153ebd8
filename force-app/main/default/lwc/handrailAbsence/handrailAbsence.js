import { LightningElement, api } from 'lwc';
import { texts } from 'c/handrailNumbers';
import { SYNC_COMMAND } from 'c/handrailText';

/**
 * What stands on a page where synced things are not there: they are read, were never synced, may not be seen, or could not be read.
 * @fires HandrailAbsence#retry
 */
export default class HandrailAbsence extends LightningElement {
    /** `loading`, `empty`, `forbidden` or `error`. */
    @api state;
    /** Of a state other than loading. */
    @api heading;
    @api text;
    /** What may be copied for whoever mends an error; without it nothing is offered. */
    @api details;

    texts = texts;
    command = SYNC_COMMAND;
    copied = '';

    get isLoading() {
        return this.state === 'loading';
    }

    get isEmpty() {
        return this.state === 'empty';
    }

    get isForbidden() {
        return this.state === 'forbidden';
    }

    handleRetry() {
        this.dispatchEvent(new CustomEvent('retry'));
    }

    handleCopyCommand() {
        return this.copy(SYNC_COMMAND);
    }

    handleCopyDetails() {
        return this.copy(this.details);
    }

    async copy(text) {
        try {
            await navigator.clipboard.writeText(text);
            this.copied = texts.copied;
        } catch {
            // Locked down browsers have no clipboard; the text stands on the page.
            this.copied = texts.notCopied;
        }
    }
}
