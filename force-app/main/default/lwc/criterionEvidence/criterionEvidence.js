import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { texts } from 'c/handrailNumbers';
import { remembered } from 'c/handrailRemembered';
import { METRIC, pageOf } from './view';
import { words } from './words';

/** Which gates predict winning, and what they cost. */
export default class CriterionEvidence extends NavigationMixin(LightningElement) {
    texts = texts;
    words = words;
    metrics = [METRIC];
    pageReference;
    results = [];
    period = '';
    segment = '';
    pageOf = remembered(pageOf);

    @wire(CurrentPageReference)
    receivePage(reference) {
        this.pageReference = reference;
        this.period = reference?.state?.c__since ?? '';
        this.segment = reference?.state?.c__segment ?? '';
    }

    handleNumbers(event) {
        this.results = event.detail.results;
    }

    /** Everything that is shown, computed once for the numbers and choices it is of. */
    get page() {
        return this.pageOf(this.results, this.period, this.segment);
    }

    handlePeriod(event) {
        this.keep({ c__since: event.detail.value });
    }

    handleSegment(event) {
        this.keep({ c__segment: event.detail.value });
    }

    keep(state) {
        this.period = state.c__since ?? this.period;
        this.segment = state.c__segment ?? this.segment;
        this.refs.detail.close();
        if (this.pageReference?.type) {
            this[NavigationMixin.Navigate]({ ...this.pageReference, state: { ...this.pageReference.state, ...state } }, true);
        }
    }

    handleRecords(event) {
        const result = this.results.find(({ id }) => id === event.currentTarget.dataset.result);
        this.refs.detail.ask(event.currentTarget, { metric: METRIC, result });
    }
}
