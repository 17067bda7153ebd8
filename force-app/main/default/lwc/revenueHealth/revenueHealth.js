import { LightningElement, api, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { format } from 'c/handrailLabels';
import { texts } from 'c/handrailNumbers';
import { cutChoices, FUNNEL, funnelOf, LEAKS, leaksOf, periodChoices, scopeChoices, tableOf, TILES, tilesOf } from './view';
import { words } from './words';

/** The numbers that both teams own, where deals stop, where money leaks; each leads to its definition and its records. */
export default class RevenueHealth extends NavigationMixin(LightningElement) {
    texts = texts;
    words = words;
    pageReference;
    results = [];
    period = '';
    scope = '';
    cut = '';
    /** @type {string | undefined} */
    chosenTiles;
    /** @type {string[] | undefined} */
    allMetrics;

    /** Ids of metrics, separated by commas; the first eight are shown. */
    @api
    get tiles() {
        return this.chosenTiles;
    }
    set tiles(value) {
        this.chosenTiles = value;
    }

    get tileIds() {
        const named = (this.chosenTiles ?? '').split(',').map((id) => id.trim()).filter((id) => id !== '');
        return named.length > 0 ? named : TILES;
    }

    get metrics() {
        this.allMetrics ??= [...new Set([...this.tileIds, ...FUNNEL, LEAKS])];
        return this.allMetrics;
    }

    @wire(CurrentPageReference)
    receivePage(reference) {
        this.pageReference = reference;
        const state = reference?.state ?? {};
        this.period = state.c__period ?? '';
        this.scope = state.c__scope ?? '';
        this.cut = state.c__cut ?? this.cut;
    }

    handleNumbers(event) {
        this.results = event.detail.results;
    }

    get periods() {
        return periodChoices(this.results).map((choice) => ({ ...choice, isChosen: choice.value === this.period }));
    }

    get quarter() {
        return periodChoices(this.results).find(({ value }) => value === this.period)?.quarter ?? null;
    }

    get scopes() {
        return scopeChoices(this.results).map((choice) => ({ ...choice, isChosen: choice.value === this.scope }));
    }

    get tilesShown() {
        return tilesOf(this.results, { metrics: this.tileIds, slice: this.scope, quarter: this.quarter });
    }

    get funnel() {
        return funnelOf(this.results, { quarter: this.quarter });
    }

    get hasFunnel() {
        return this.funnel.rows.length > 0;
    }

    get leaks() {
        return leaksOf(this.results);
    }

    get hasLeaks() {
        return this.leaks.rows.length > 0;
    }

    get leakTotal() {
        return this.leaks.total ? format(words.inAll, this.leaks.total.value) : '';
    }

    get cuts() {
        const choices = cutChoices(this.results, this.tileIds);
        const chosen = choices.some(({ value }) => value === this.cut) ? this.cut : choices[0]?.value;
        return choices.map((choice) => ({ ...choice, pressed: String(choice.value === chosen), className: `slds-button ${choice.value === chosen ? 'slds-button_brand' : 'slds-button_neutral'}` }));
    }

    get cutLabel() {
        return this.cuts.find(({ pressed }) => pressed === 'true')?.label ?? '';
    }

    get table() {
        const dimension = this.cuts.find(({ pressed }) => pressed === 'true')?.value;
        return dimension ? tableOf(this.results, { metrics: this.tileIds, dimension, quarter: this.quarter }) : { columns: [], rows: [], hasLead: false };
    }

    get hasTable() {
        return this.table.rows.length > 0;
    }

    handlePeriod(event) {
        this.keep({ c__period: event.target.value });
    }

    handleScope(event) {
        this.keep({ c__scope: event.target.value });
    }

    handleCut(event) {
        this.keep({ c__cut: event.currentTarget.dataset.cut });
    }

    /** Choices are in the address: a link shows the same page, and so does the way back. */
    keep(state) {
        this.period = state.c__period ?? this.period;
        this.scope = state.c__scope ?? this.scope;
        this.cut = state.c__cut ?? this.cut;
        this.refs.detail.close();
        if (this.pageReference?.type) {
            this[NavigationMixin.Navigate]({ ...this.pageReference, state: { ...this.pageReference.state, ...state } }, true);
        }
    }

    handleHow(event) {
        const { metric } = event.currentTarget.dataset;
        this.refs.detail.ask(event.currentTarget, { metric, result: this.tilesShown.find(({ key }) => key === metric)?.result ?? null });
    }

    /** A bar, a leak or a cell of the table leads to its records. */
    handleRecords(event) {
        const result = this.results.find(({ id }) => id === event.currentTarget.dataset.result);
        this.refs.detail.ask(event.currentTarget, { metric: result?.metric, result, startsWithRecords: true });
    }
}
