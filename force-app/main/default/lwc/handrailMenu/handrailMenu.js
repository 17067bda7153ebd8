import { LightningElement, api } from 'lwc';

/**
 * A labelled choice in the head of a page of numbers.
 * @fires HandrailMenu#choose with `{ value }`
 */
export default class HandrailMenu extends LightningElement {
    /** What the choice is for; tests and styles find it by this name. */
    @api name;
    @api label;
    /** @type {readonly { value: string, label: string, isChosen: boolean }[]} */
    @api choices = [];

    handleChange(event) {
        this.dispatchEvent(new CustomEvent('choose', { detail: { value: event.target.value } }));
    }
}
