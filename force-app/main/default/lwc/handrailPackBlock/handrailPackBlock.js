import { LightningElement, api } from 'lwc';
import { format } from 'c/handrailLabels';
import { words } from './words';

/**
 * One block of a meeting pack: a sentence, a list, or numbers with what changed and their records. What it shows is text
 * and links, never markup. Fires `ask` with `{ opener, metric, slice }` where somebody asks how a number is counted.
 */
export default class HandrailPackBlock extends LightningElement {
    words = words;

    /** As `viewOf` of the page gives it. */
    @api block;

    get moreText() {
        return this.block.more > 0 ? format(words.more, this.block.more) : '';
    }

    get lines() {
        return this.block.lines.map((line) => ({ ...line, how: format(words.howOf, line.label), moreText: line.more > 0 ? format(words.more, line.more) : '' }));
    }

    handleAsk(event) {
        const opener = event.currentTarget;
        const { metric, slice } = opener.dataset;
        this.dispatchEvent(new CustomEvent('ask', { detail: { opener, metric, slice } }));
    }
}
