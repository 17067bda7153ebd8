import { LightningElement, api } from 'lwc';
import { labels } from 'c/handrailLabels';

const WORDS = {
    open: labels.toDo,
    willBeMet: labels.willBeMet,
    met: labels.met,
    shadow: labels.shadow,
    refused: labels.refused,
    excused: labels.override,
    unseen: labels.checkedOnSave
};

/** The state of a criterion as shape, colour and word. */
export default class HandrailRing extends LightningElement {
    /** `open`, `willBeMet`, `met`, `shadow`, `refused`, `excused` or `unseen` */
    @api state = 'open';

    get word() {
        return WORDS[this.state];
    }

    get isHollow() {
        return this.state === 'open';
    }

    get isHalf() {
        return this.state === 'willBeMet';
    }

    get isFilled() {
        return this.state === 'met';
    }

    get isExcused() {
        return this.state === 'excused';
    }

    get isOctagon() {
        return this.state === 'refused';
    }
}
