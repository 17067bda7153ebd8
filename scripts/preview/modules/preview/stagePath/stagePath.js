import { LightningElement, api } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import { refusals } from 'preview/refusal';

const CLOSED = 'closed';

/** The stages of a record as a row of steps, like the standard Path: choose one and mark it, or mark the present one as complete. */
export default class StagePath extends LightningElement {
    @api recordId;
    /** API name of the field with the stages. */
    @api field;
    /** What a stage is called: `Stage`, `Status`. */
    @api word;
    /** Present stage. */
    @api stage;
    /** Picklist values with what they stand for. */
    @api values = [];
    /** Read only: the steps show, and nothing is offered. */
    @api locked = false;

    chosen;
    messages = [];
    saving = false;

    get open() {
        return this.values.filter(({ attributes }) => !attributes?.closed);
    }

    get ends() {
        return this.values.filter(({ attributes }) => attributes?.closed);
    }

    get steps() {
        const { open } = this;
        const position = open.findIndex(({ value }) => value === this.stage);
        const present = this.values.find(({ value }) => value === this.stage);
        const steps = open.map(({ value, label }, index) => {
            const done = position < 0 || index < position;
            return { value, label, done, current: index === position ? 'step' : undefined, className: index === position ? 'step step_now' : done ? 'step step_done' : 'step' };
        });
        const closed = position < 0 && present;
        const last = { value: CLOSED, label: closed ? present.label : 'Closed', done: false, current: closed ? 'step' : undefined, className: closed ? 'step step_now' : 'step' };
        return [...steps, ...(this.ends.length > 0 ? [last] : [])].map((step) => ({ ...step, pressed: String(step.value === this.chosen), className: step.value === this.chosen ? `${step.className} step_chosen` : step.className }));
    }

    /** Of an open stage: the one after it. */
    get next() {
        const { open } = this;
        const position = open.findIndex(({ value }) => value === this.stage);
        return position < 0 ? undefined : (open[position + 1]?.value ?? CLOSED);
    }

    get target() {
        return this.chosen ?? this.next;
    }

    get asksEnd() {
        return this.target === CLOSED && !this.locked;
    }

    get buttonLabel() {
        return this.chosen && this.chosen !== this.stage ? `Mark as Current ${this.word}` : `Mark ${this.word} as Complete`;
    }

    get hasButton() {
        return !this.locked && Boolean(this.target);
    }

    get isRefused() {
        return this.messages.length > 0;
    }

    get endLabel() {
        return `Closed ${this.word.toLowerCase()}`;
    }

    handleChoose(event) {
        const { value } = event.currentTarget.dataset;
        this.chosen = value === this.stage ? undefined : value;
        this.messages = [];
    }

    async handleMark() {
        const value = this.target === CLOSED ? this.refs.end.value : this.target;
        this.saving = true;
        this.messages = [];
        try {
            await updateRecord({ fields: { Id: this.recordId, [this.field]: value } });
            this.chosen = undefined;
        } catch (error) {
            this.messages = refusals(error);
        } finally {
            this.saving = false;
        }
    }
}
