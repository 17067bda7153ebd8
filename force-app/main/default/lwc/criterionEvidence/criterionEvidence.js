import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { texts } from 'c/handrailNumbers';
import { METRIC, periodChoices, rowsOf, segmentChoices } from './view';
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

    @wire(CurrentPageReference)
    receivePage(reference) {
        this.pageReference = reference;
        this.period = reference?.state?.c__since ?? '';
        this.segment = reference?.state?.c__segment ?? '';
    }

    handleNumbers(event) {
        this.results = event.detail.results;
    }

    get periods() {
        return periodChoices(this.results).map((choice) => ({ ...choice, isChosen: choice.value === this.period }));
    }

    get segments() {
        return segmentChoices(this.results).map((choice) => ({ ...choice, isChosen: choice.value === this.segment }));
    }

    get evidence() {
        const quarter = periodChoices(this.results).find(({ value }) => value === this.period)?.quarter ?? null;
        const { rows, ...rest } = rowsOf(this.results, { quarter, segment: this.segment });
        return { ...rest, rows: rows.map((row) => ({ ...row, verdictChip: { word: row.verdict, icon: row.verdictIcon, tone: row.verdictTone } })) };
    }

    get hasRows() {
        return this.evidence.rows.length > 0;
    }

    handlePeriod(event) {
        this.keep({ c__since: event.target.value });
    }

    handleSegment(event) {
        this.keep({ c__segment: event.target.value });
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
