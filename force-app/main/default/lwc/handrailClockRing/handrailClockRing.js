import { LightningElement, api } from 'lwc';

const RADIUS = 42;
const LENGTH = 2 * Math.PI * RADIUS;

/** A clock as a ring: how much is left of its time. The word in it and the shape say what the colour says. */
export default class HandrailClockRing extends LightningElement {
    /** From 0 to 1. */
    @api share = 0;
    @api text = '';
    @api caption = '';
    /** Spoken in place of the drawing. */
    @api label = '';
    /** `blue`, `amber`, `red` or `green` */
    @api tone = 'blue';

    get arcClass() {
        return `hr-arc hr-arc_${this.tone}`;
    }

    /** `194:00` is wider than the ring is at full size. */
    get textClass() {
        return this.text.length > 5 ? 'hr-text hr-text_long' : 'hr-text';
    }

    get dashes() {
        const drawn = Math.min(1, Math.max(0, Number(this.share) || 0)) * LENGTH;
        return `${drawn.toFixed(1)} ${LENGTH.toFixed(1)}`;
    }

    get isRed() {
        return this.tone === 'red';
    }

    get isGreen() {
        return this.tone === 'green';
    }
}
