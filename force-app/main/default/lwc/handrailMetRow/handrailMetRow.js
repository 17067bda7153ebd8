import { LightningElement, api } from 'lwc';

/** A criterion in one line: ring, label, and the value that meets it or its state in a word. */
export default class HandrailMetRow extends LightningElement {
    /** @type {ReturnType<import('c/handrailRows').compactRow>} */
    @api row;
}
