import { LightningElement, api } from 'lwc';
import { format } from 'c/handrailLabels';
import { words } from './words';

/** Rows of a long table until somebody asks for all; what the pack puts first matters first. */
const FIRST = 5;
const FIRST_ON_PHONE = 3;
/** The widest a phone is, as in the style sheets. */
const PHONE = '(max-width: 480px)';

/**
 * One block of a meeting pack: a sentence, a list, or numbers with what changed and their records. A long table shows its first
 * rows. What it shows is text and links, never markup. Fires `ask` with `{ opener, metric, slice }` where somebody asks how a number is counted.
 */
export default class HandrailPackBlock extends LightningElement {
    words = words;

    isWhole = false;
    first = window.matchMedia?.(PHONE).matches ? FIRST_ON_PHONE : FIRST;
    shownBlock;

    /** As `viewOf` of the page gives it. */
    @api
    get block() {
        return this.shownBlock;
    }

    set block(block) {
        // A pack of another day is folded again.
        this.isWhole = this.isWhole && block === this.shownBlock;
        this.shownBlock = block;
    }

    get all() {
        return this.block.rows ?? this.block.lines ?? [];
    }

    /** One row more is shown rather than named. */
    get isFolding() {
        return this.all.length > this.first + 1 && !this.block.isHeadline;
    }

    get limit() {
        return this.isFolding && !this.isWhole ? this.first : this.all.length;
    }

    get foldText() {
        return this.isWhole ? format(words.showFirst, this.first) : format(words.showAll, this.all.length);
    }

    get isExpanded() {
        return String(this.isWhole);
    }

    get rows() {
        return this.block.rows.slice(0, this.limit);
    }

    get moreText() {
        return this.block.more > 0 ? format(words.more, this.block.more) : '';
    }

    get lines() {
        return this.block.lines.slice(0, this.limit).map((line) => ({ ...line, how: format(words.howOf, line.label), moreText: line.more > 0 ? format(words.more, line.more) : '' }));
    }

    handleFold() {
        this.isWhole = !this.isWhole;
    }

    handleAsk(event) {
        const opener = event.currentTarget;
        const { metric, slice } = opener.dataset;
        this.dispatchEvent(new CustomEvent('ask', { detail: { opener, metric, slice } }));
    }
}
