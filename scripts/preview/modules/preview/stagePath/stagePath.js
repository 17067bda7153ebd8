import { LightningElement, api } from 'lwc';

/** The stages of a record as a row of steps, like the standard Path; it only shows. */
export default class StagePath extends LightningElement {
    /** Present stage. */
    @api stage;
    /** Picklist values with what they stand for. */
    @api values = [];

    get steps() {
        const open = this.values.filter(({ attributes }) => !attributes?.closed);
        const position = open.findIndex(({ value }) => value === this.stage);
        const present = this.values.find(({ value }) => value === this.stage);
        const steps = open.map(({ value, label }, index) => {
            const done = position < 0 || index < position;
            return { value, label, done, current: index === position ? 'step' : undefined, className: index === position ? 'step step_now' : done ? 'step step_done' : 'step' };
        });
        const closed = position < 0 && present;
        return [...steps, { value: 'closed', label: closed ? present.label : 'Closed', done: false, current: closed ? 'step' : undefined, className: closed ? 'step step_now' : 'step' }];
    }
}
