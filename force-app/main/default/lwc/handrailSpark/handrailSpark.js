import { LightningElement, api } from 'lwc';
import { sparkGeometry } from 'c/handrailNumbers';

const BOX = { width: 100, height: 32, margin: 5 };

/** The course of a number. What is not final is dashed, a missing value is a gap. */
export default class HandrailSpark extends LightningElement {
    /** Oldest first: `{ value, isOpen }`. */
    @api series;
    /** The whole course in words. */
    @api label;

    get shape() {
        const { solid, dashed, last } = sparkGeometry(this.series ?? [], BOX);
        const legs = (points, name) => points.map((each, index) => ({ key: `${name}${index}`, points: each }));
        return { solid: legs(solid, 'solid'), dashed: legs(dashed, 'dashed'), last };
    }

    get lastClass() {
        return this.shape.last?.isOpen ? 'hr-end hr-end_open' : 'hr-end';
    }
}
