import { LightningElement, api } from 'lwc';

/** What a number says of itself, as a word with a shape: colour is never alone. */
export default class HandrailChip extends LightningElement {
    /** `{ word, icon, tone }`; tone is `good`, `warn`, `info` or `plain`. */
    @api chip;

    get className() {
        return `hr-chip hr-chip_${this.chip.tone}`;
    }
}
