import { LightningElement, api, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { texts } from 'c/handrailNumbers';
import { remembered } from 'c/handrailRemembered';
import { LEAK_METRICS } from './leaks';
import { FUNNEL, pageOf, TILES } from './view';
import { words } from './words';

/** @returns {readonly string[]} ids of metrics in a text such as `arr, nrr`; without any those of every company */
function idsIn(text) {
    const named = (text ?? '').split(',').map((id) => id.trim()).filter((id) => id !== '');
    return named.length > 0 ? named : TILES;
}

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
    pageOf = remembered((results, tiles, period, scope, cut) => pageOf(results, idsIn(tiles), period, scope, cut));

    /** Ids of metrics, separated by commas; the first eight are shown. */
    @api
    get tiles() {
        return this.chosenTiles;
    }
    set tiles(value) {
        this.chosenTiles = value;
    }

    /** The tiles alone, as they stand beside other things on a home page. */
    @api tilesOnly = false;

    get metrics() {
        this.allMetrics ??= [...new Set([...idsIn(this.chosenTiles), ...(this.tilesOnly ? [] : [...FUNNEL, ...LEAK_METRICS])])];
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

    /** Everything that is shown, computed once for the numbers and choices it is of. */
    get page() {
        return this.pageOf(this.results, this.chosenTiles, this.period, this.scope, this.cut);
    }

    get isWhole() {
        return !this.tilesOnly;
    }

    get hasTable() {
        return this.isWhole && this.page.table.hasRows;
    }

    handlePeriod(event) {
        this.keep({ c__period: event.detail.value });
    }

    handleScope(event) {
        this.keep({ c__scope: event.detail.value });
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
        this.refs.detail.ask(event.currentTarget, { metric, result: this.page.tiles.find(({ key }) => key === metric)?.result ?? null });
    }

    /** A bar, a leak or a cell of the table leads to its records. */
    handleRecords(event) {
        const result = this.results.find(({ id }) => id === event.currentTarget.dataset.result);
        this.refs.detail.ask(event.currentTarget, { metric: result?.metric, result, startsWithRecords: true });
    }
}
