import { api, LightningElement } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import { readErrors } from 'c/handrailErrors';
import { format } from 'c/handrailLabels';
import { countText, moneyText } from 'c/handrailText';
import { columnsOf, rowOf, wantsStep } from './rows';
import { saveAll } from './saving';
import { texts } from './texts';

/** Rows at first, and rows that one more press brings. More at once would be felt. */
const FIRST = 25;
const MORE = 100;
const STEP = 'NextStep';
const DAY = 'Handrail_Next_Step_Date__c';

/**
 * The deals of the review: what holds each, what is untidy, and its next step, one by one or together.
 * @fires sort `{ column, direction }`
 * @fires saved list of `{ id, fields }`
 */
export default class ReviewTable extends LightningElement {
    @api today;
    @api mayEdit;
    @api sort;
    @api direction;

    texts = texts;
    list = [];
    limit = FIRST;
    /** @type {Set<string>} */
    picked = new Set();
    bulk = { step: '', day: '', onlyOpen: true };
    /** @type {{ id: string, step: string, day: string } | null} */
    editing = null;
    /** @type {Record<string, string>} what Salesforce refused, by deal */
    refusals = {};
    saving = false;
    done = 0;
    announcement = '';
    /** What the last apply came to, while some of it was refused. */
    outcome = '';
    /** How many are being saved, whatever is ticked meanwhile. */
    total = 0;
    focusOn = '';

    @api
    get deals() {
        return this.list;
    }
    set deals(value) {
        this.list = value ?? [];
        const there = new Set(this.list.map(({ id }) => id));
        // Who is no longer shown is not changed unseen.
        this.picked = new Set([...this.picked].filter((id) => there.has(id)));
    }

    renderedCallback() {
        if (this.focusOn) {
            const target = this.template.querySelector(this.focusOn);
            this.focusOn = '';
            /** @type {any} */ (target)?.focus();
        }
    }

    get columns() {
        return columnsOf(this.sort, this.direction);
    }

    get caption() {
        const column = this.columns.find(({ key }) => key === this.sort);
        return format(texts.caption, countText(this.list.length), column?.label ?? '');
    }

    get rows() {
        return this.list.slice(0, this.limit).map((deal) => rowOf(deal, { today: this.today, isPicked: this.picked.has(deal.id), editing: this.editing?.id === deal.id ? this.editing : null, refusal: this.refusals[deal.id] ?? '', mayEdit: this.mayEdit }));
    }

    get shownText() {
        return format(texts.shownOf, countText(Math.min(this.limit, this.list.length)), countText(this.list.length));
    }

    get rest() {
        return Math.max(0, this.list.length - this.limit);
    }

    get moreText() {
        return this.rest <= MORE ? texts.showAll : format(texts.showMore, MORE);
    }

    get allPicked() {
        const shown = this.list.slice(0, this.limit);
        return shown.length > 0 && shown.every(({ id }) => this.picked.has(id));
    }

    get hasPicked() {
        return this.mayEdit && this.picked.size > 0;
    }

    get pickedDeals() {
        return this.list.filter(({ id }) => this.picked.has(id));
    }

    get pickedText() {
        return format(texts.picked, countText(this.picked.size), moneyText(this.pickedDeals.reduce((sum, { amount }) => sum + amount, 0)));
    }

    /** The picked deals that the change is for. */
    get targets() {
        return this.bulk.onlyOpen ? this.pickedDeals.filter((deal) => wantsStep(deal, this.today)) : this.pickedDeals;
    }

    get onlyOpenText() {
        return format(texts.onlyOpen, countText(this.pickedDeals.filter((deal) => wantsStep(deal, this.today)).length));
    }

    get applyText() {
        const count = this.targets.length;
        return format(count === 1 ? texts.applyOne : texts.apply, countText(count));
    }

    /** Why it cannot be applied; empty when it can. */
    get hint() {
        if (this.saving) {
            return format(texts.savingOf, countText(this.done), countText(this.total));
        }
        if (!this.bulk.step.trim() && !this.bulk.day) {
            return texts.enterStep;
        }
        return this.targets.length === 0 ? texts.nothingOpen : '';
    }

    get status() {
        return this.hint || this.outcome;
    }

    get cannotApply() {
        return this.hint !== '';
    }

    handleSort(event) {
        const { key } = event.currentTarget.dataset;
        const direction = key === this.sort && this.direction === 'desc' ? 'asc' : 'desc';
        this.announcement = format(texts.sortedBy, this.columns.find((column) => column.key === key).label, direction === 'asc' ? texts.ascending : texts.descending);
        this.dispatchEvent(new CustomEvent('sort', { detail: { column: key, direction } }));
    }

    handleMore() {
        this.limit += MORE;
    }

    handlePick(event) {
        const { id } = event.currentTarget.dataset;
        const picked = new Set(this.picked);
        if (!picked.delete(id)) {
            picked.add(id);
        }
        this.picked = picked;
        this.outcome = '';
    }

    handlePickAll(event) {
        this.picked = event.target.checked ? new Set(this.list.slice(0, this.limit).map(({ id }) => id)) : new Set();
    }

    handleClear() {
        this.outcome = '';
        this.picked = new Set();
    }

    handleBulk(event) {
        const { name } = event.target;
        this.bulk = { ...this.bulk, [name]: name === 'onlyOpen' ? event.target.checked : (event.detail.value ?? '') };
    }

    async handleApply() {
        const fields = { ...(this.bulk.step.trim() ? { [STEP]: this.bulk.step.trim() } : {}), ...(this.bulk.day ? { [DAY]: this.bulk.day } : {}) };
        const ids = this.targets.map(({ id }) => id);
        const { picked } = this;
        this.saving = true;
        this.done = 0;
        this.total = ids.length;
        const { saved, refused } = await saveAll(ids, (id) => updateRecord({ fields: { Id: id, ...fields } }), (done) => {
            this.done = done;
        });
        this.saving = false;
        this.refusals = { ...this.without(saved), ...refused };
        // Who was refused stays picked, with the reason in the row, and so does who was picked meanwhile.
        this.picked = new Set([...Object.keys(refused), ...[...this.picked].filter((id) => !picked.has(id))]);
        this.outcome = Object.keys(refused).length > 0 ? format(texts.savedRefused, countText(saved.length), countText(Object.keys(refused).length)) : '';
        this.announcement = format(texts.savedRefused, countText(saved.length), countText(Object.keys(refused).length));
        if (saved.length > 0) {
            this.dispatchEvent(new CustomEvent('saved', { detail: saved.map((id) => ({ id, fields })) }));
        }
    }

    without(ids) {
        return Object.fromEntries(Object.entries(this.refusals).filter(([id]) => !ids.includes(id)));
    }

    handleEdit(event) {
        const { id } = event.currentTarget.dataset;
        const deal = this.list.find((one) => one.id === id);
        this.editing = { id, step: deal.nextStep, day: deal.nextDate };
        this.focusOn = 'lightning-input[data-edit="step"]';
    }

    handleEditChange(event) {
        const { edit } = event.currentTarget.dataset;
        this.editing = { ...this.editing, [edit]: event.detail.value ?? '' };
    }

    handleEditKey(event) {
        if (event.key === 'Enter') {
            event.preventDefault();
            // The value of an input is told with its change, which Enter may come before.
            event.target.blur?.();
            this.saveEdit();
        } else if (event.key === 'Escape') {
            event.stopPropagation();
            this.endEdit();
        }
    }

    handleEditSave() {
        return this.saveEdit();
    }

    handleEditCancel() {
        this.endEdit();
    }

    endEdit() {
        this.focusOn = `[data-pencil="${this.editing.id}"]`;
        this.refusals = this.without([this.editing.id]);
        this.editing = null;
    }

    async saveEdit() {
        const { id, step, day } = this.editing;
        if (this.saving) {
            return;
        }
        this.saving = true;
        const fields = { [STEP]: step.trim() || null, [DAY]: day || null };
        try {
            await updateRecord({ fields: { Id: id, ...fields } });
            this.endEdit();
            this.announcement = texts.savedOne;
            this.dispatchEvent(new CustomEvent('saved', { detail: [{ id, fields }] }));
        } catch (error) {
            this.refusals = { ...this.refusals, [id]: readErrors(error).map(({ text }) => text).join(' ') };
        } finally {
            this.saving = false;
        }
    }
}
