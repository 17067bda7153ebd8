import { LightningElement, api } from 'lwc';

/** A card of a page: icon, heading, a line below it, and what the page puts inside. Its slot `actions` stands at the right of the head. */
export default class HandrailCard extends LightningElement {
    @api icon;
    @api heading;
    /** The line below the heading; without one there is none. */
    @api text;
}
