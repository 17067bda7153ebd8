import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { format } from 'c/handrailLabels';
import { amount, shortMoney, texts } from 'c/handrailNumbers';
import { LISTS, MOST, rowsIn } from './recordQueries';

const PAGE = 20;

/** Records of one object as a list of links. */
export default class HandrailRecordRows extends NavigationMixin(LightningElement) {
    texts = texts;
    rows;
    errors;
    shown = PAGE;
    urls = {};

    /** API name; of an object without a list of its own the ids are shown. */
    @api object;
    @api ids;

    get list() {
        return LISTS[this.object];
    }

    get query() {
        return this.list && this.ids?.length ? this.list.query : undefined;
    }

    get variables() {
        return { ids: (this.ids ?? []).slice(0, MOST) };
    }

    connectedCallback() {
        if (!this.list) {
            this.show((this.ids ?? []).map((id) => ({ id, name: id, about: '', amount: null })));
        }
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    receive({ data, errors }) {
        this.errors = errors;
        if (data) {
            this.show(rowsIn(this.object, data));
        }
    }

    async show(rows) {
        this.rows = rows;
        const links = await Promise.all(rows.map(async ({ id }) => [id, await this[NavigationMixin.GenerateUrl](this.pageOf(id))]));
        this.urls = Object.fromEntries(links);
    }

    pageOf(recordId) {
        return { type: 'standard__recordPage', attributes: { recordId, objectApiName: this.object || undefined, actionName: 'view' } };
    }

    get visible() {
        return (this.rows ?? []).slice(0, this.shown).map((row) => ({ ...row, url: this.urls[row.id], money: row.amount === null ? '' : shortMoney(row.amount) }));
    }

    get isLoading() {
        return !this.rows && !this.errors;
    }

    get moreText() {
        const left = (this.rows?.length ?? 0) - this.shown;
        return left > 0 ? format(texts.showMore, amount(Math.min(PAGE, left))) : '';
    }

    /** Records that were deleted, or that this user may not see. */
    get hiddenText() {
        const missing = this.rows ? Math.min(this.ids?.length ?? 0, MOST) - this.rows.length : 0;
        return missing > 0 ? format(missing === 1 ? texts.recordHiddenOne : texts.recordsHidden, amount(missing)) : '';
    }

    handleMore() {
        this.shown += PAGE;
    }

    handleOpen(event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) {
            return;
        }
        event.preventDefault();
        this[NavigationMixin.Navigate](this.pageOf(event.currentTarget.dataset.record));
    }
}
