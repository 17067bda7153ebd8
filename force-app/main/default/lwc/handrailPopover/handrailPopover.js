import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { LATEST_RUN, nameFiscalYears, runIn } from 'c/handrailNumbers';

const WIDTH = 440;
const GAP = 8;
/** Below this a popover would hide what it explains: it takes the page. */
const NARROW = 720;

/**
 * Shows how a number is counted, beside what was asked about. Stands at the top of a page, takes no room, and there is
 * one question at a time; closing returns the focus, and so does the keyboard when it leaves at either end, since what stays open
 * where the focus is not could not be closed by Esc.
 */
export default class HandrailPopover extends LightningElement {
    /** All results of the page, for the course of the number. */
    @api results;

    question = null;
    place = '';
    opener;
    asked = 0;

    /** Pages without the frame of numbers name fiscal quarters here alone. */
    @wire(graphql, { query: LATEST_RUN })
    receiveRun({ data }) {
        if (data) {
            nameFiscalYears(runIn(data)?.isYearNamedByEnd ?? false);
        }
    }

    connectedCallback() {
        this.closeOutside = (event) => {
            const path = event.composedPath();
            if (this.question && !path.includes(this.refs.panel) && !path.includes(this.opener)) {
                this.question = null;
            }
        };
        document.addEventListener('click', this.closeOutside);
    }

    disconnectedCallback() {
        document.removeEventListener('click', this.closeOutside);
    }

    /**
     * Asking again from the same place closes it.
     * @param {HTMLElement} opener
     * @param {{ metric: string, result: any, startsWithRecords?: boolean }} question
     */
    @api
    ask(opener, question) {
        const isSame = this.question && this.opener === opener;
        this.close();
        if (!isSame) {
            this.asked += 1;
            this.opener = opener;
            this.place = this.placeBeside(opener);
            this.question = { ...question, startsWithRecords: Boolean(question.startsWithRecords), key: String(this.asked) };
        }
    }

    @api
    close() {
        if (this.question) {
            this.question = null;
            this.opener?.focus();
        }
    }

    placeBeside(opener) {
        const page = this.refs.place.getBoundingClientRect();
        const from = opener.getBoundingClientRect();
        if (page.width < NARROW) {
            return '';
        }
        const right = from.right - page.left + GAP;
        const left = right + WIDTH <= page.width ? right : Math.max(0, from.left - page.left - GAP - WIDTH);
        return `left: ${left}px; top: ${Math.max(0, from.top - page.top - 12)}px; width: ${WIDTH}px`;
    }

    get questions() {
        return this.question ? [this.question] : [];
    }

    get panelClass() {
        return this.place ? 'hr-panel' : 'hr-panel hr-panel_full';
    }

    handleClose() {
        this.close();
    }
}
