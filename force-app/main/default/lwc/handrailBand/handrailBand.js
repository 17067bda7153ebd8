import { LightningElement, api } from 'lwc';
import { bandGeometry } from 'c/handrailNumbers';

const WIDTH = 212;

/** A value in the band it should be in. */
export default class HandrailBand extends LightningElement {
    /** `{ low, high }`; null is open. */
    @api band;
    @api value;
    /** The same in words. */
    @api label;

    get shape() {
        const found = this.band ? bandGeometry(this.value ?? null, this.band) : null;
        if (!found) {
            return null;
        }
        const at = (share) => share * WIDTH;
        const x = found.value === null ? null : at(found.value);
        return {
            left: at(found.low),
            width: at(found.high) - at(found.low),
            ends: [...(this.band.low === null ? [] : [at(found.low)]), ...(this.band.high === null ? [] : [at(found.high)])].map((end) => ({ key: String(end), path: `M${end} 2v12` })),
            arrow: x === null ? null : `M${x - 5} 0h10l-5 7z`,
            stem: x === null ? null : `M${x} 5v9`
        };
    }
}
