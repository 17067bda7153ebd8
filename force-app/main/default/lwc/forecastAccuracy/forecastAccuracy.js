import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { texts } from 'c/handrailNumbers';
import { remembered } from 'c/handrailRemembered';
import { MAIN } from './choices';
import { METRICS_SHOWN, pageOf } from './view';
import { words } from './words';

/** What was forecast, what came, and why it differed. */
export default class ForecastAccuracy extends NavigationMixin(LightningElement) {
    texts = texts;
    words = words;
    metrics = METRICS_SHOWN;
    pageReference;
    results = [];
    quarterKey = '';
    scope = '';
    category = MAIN.category;
    pageOf = remembered(pageOf);

    @wire(CurrentPageReference)
    receivePage(reference) {
        this.pageReference = reference;
        const state = reference?.state ?? {};
        this.quarterKey = state.c__quarter ?? '';
        this.scope = state.c__team ?? '';
        this.category = state.c__category || MAIN.category;
    }

    handleNumbers(event) {
        this.results = event.detail.results;
    }

    /** Everything that is shown, computed once for the numbers and choices it is of. */
    get page() {
        return this.pageOf(this.results, this.quarterKey, this.scope, this.category);
    }

    handleQuarter(event) {
        this.keep({ c__quarter: event.detail.value });
    }

    handleScope(event) {
        this.keep({ c__team: event.detail.value });
    }

    handleCategory(event) {
        this.keep({ c__category: event.detail.value });
    }

    keep(state) {
        this.quarterKey = state.c__quarter ?? this.quarterKey;
        this.scope = state.c__team ?? this.scope;
        this.category = state.c__category ?? this.category;
        this.refs.detail.close();
        if (this.pageReference?.type) {
            this[NavigationMixin.Navigate]({ ...this.pageReference, state: { ...this.pageReference.state, ...state } }, true);
        }
    }

    handleHow(event) {
        this.refs.detail.ask(event.currentTarget, { metric: event.currentTarget.dataset.metric, result: this.resultOf(event) });
    }

    handleRecords(event) {
        const result = this.resultOf(event);
        this.refs.detail.ask(event.currentTarget, { metric: result?.metric, result, startsWithRecords: true });
    }

    resultOf(event) {
        return this.results.find(({ id }) => id === event.currentTarget.dataset.result) ?? null;
    }
}
