import { LightningElement, api } from 'lwc';

const DIRECTIONS = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * Records in columns by stage, as the standard Kanban shows them. A card is dragged, or picked up by its handle (Enter or space),
 * carried with the arrows and put down the same way; Escape puts it back. Tells its owner with `stagemove` (`{ id, value }`).
 */
export default class StageBoard extends LightningElement {
    /** `{ id, url, title, brief, stage }` */
    @api rows = [];
    /** Picklist values in order: `{ value, label }`. */
    @api values = [];
    @api label;
    /** Read only: nothing can be moved. */
    @api locked = false;

    /** `{ id, value }` while a card is carried: where it would be put. */
    carried = null;
    announcement = '';
    /** `{ id, from }` of a card that was put down: in its new column it is another element, and takes the focus along. */
    moved = null;

    get columns() {
        return this.values.map(({ value, label }) => {
            const cards = this.rows.filter(({ stage }) => stage === value).map((row) => this.cardOf(row, label));
            const isTarget = this.carried?.value === value;
            return { value, label, cards, count: cards.length, headingId: `stage-${this.values.findIndex((each) => each.value === value)}`, className: isTarget ? 'column column_target' : 'column' };
        });
    }

    cardOf(row, stageLabel) {
        const isCarried = this.carried?.id === row.id;
        return { ...row, isCarried: String(isCarried), draggable: this.locked ? 'false' : 'true', className: isCarried ? 'card card_carried' : 'card', handleLabel: `Move ${row.title}, now in ${stageLabel}` };
    }

    get canMove() {
        return !this.locked;
    }

    renderedCallback() {
        if (this.moved && this.stageOf(this.moved.id) !== this.moved.from) {
            this.template.querySelector(`button[data-id="${this.moved.id}"]`)?.focus();
            this.moved = null;
        }
    }

    stageOf(id) {
        return this.rows.find((row) => row.id === id)?.stage;
    }

    labelOf(value) {
        return this.values.find((each) => each.value === value)?.label ?? value;
    }

    handleDragStart(event) {
        const { id } = event.currentTarget.dataset;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', id);
        this.carried = { id, value: this.stageOf(id) };
    }

    handleDragOver(event) {
        if (this.carried) {
            event.preventDefault();
            const { stage } = event.currentTarget.dataset;
            if (this.carried.value !== stage) {
                this.carried = { ...this.carried, value: stage };
            }
        }
    }

    handleDrop(event) {
        event.preventDefault();
        this.put();
    }

    handleDragEnd() {
        this.carried = null;
    }

    /** A finger picks a card up and then touches a column. */
    handleColumnClick(event) {
        if (this.carried) {
            this.carried = { ...this.carried, value: event.currentTarget.dataset.stage };
            this.put();
        }
    }

    handlePick(event) {
        event.stopPropagation();
        const { id } = event.currentTarget.dataset;
        if (this.carried?.id === id) {
            this.put();
            return;
        }
        this.carried = { id, value: this.stageOf(id) };
        this.announcement = `Picked up. Arrows choose a stage, Enter puts it there, Escape puts it back.`;
    }

    handleKeyDown(event) {
        if (!this.carried) {
            return;
        }
        if (event.key === 'Escape') {
            this.announcement = `Back in ${this.labelOf(this.stageOf(this.carried.id))}.`;
            this.carried = null;
        }
        const step = DIRECTIONS[event.key];
        if (step) {
            event.preventDefault();
            const position = this.values.findIndex(({ value }) => value === this.carried.value) + step;
            const target = this.values[Math.min(Math.max(position, 0), this.values.length - 1)];
            this.carried = { ...this.carried, value: target.value };
            this.announcement = target.label;
        }
    }

    put() {
        const { id, value } = this.carried;
        this.carried = null;
        this.announcement = '';
        const from = this.stageOf(id);
        if (value !== from) {
            this.moved = { id, from };
            this.dispatchEvent(new CustomEvent('stagemove', { detail: { id, value } }));
        }
    }
}
