import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { format } from 'c/handrailLabels';
import { quarterText, shortMoney, texts, valueText } from 'c/handrailNumbers';
import { accuracyTable, bridgeOf, categoryChoices, drawBridge, headlinesOf, MAIN, methodsOf, METRICS_SHOWN, pushedTable, quarterChoices, reasonsOf, scopeChoices } from './view';
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
    asked = null;
    opener;

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

    /** The last one that is over, where nobody chose. */
    get quarter() {
        const quarters = quarterChoices(this.results);
        const today = this.results[0]?.asOf.slice(0, 10) ?? '';
        return quarters.find(({ key }) => key === this.quarterKey) ?? quarters.find(({ to }) => to <= today) ?? quarters[0] ?? null;
    }

    get hasQuarter() {
        return this.quarter !== null;
    }

    get quarters() {
        return quarterChoices(this.results).map((quarter) => ({ value: quarter.key, label: quarterText(quarter), isChosen: quarter.key === this.quarter?.key }));
    }

    get scopes() {
        return scopeChoices(this.results).map((choice) => ({ ...choice, isChosen: choice.value === this.scope }));
    }

    get categories() {
        return categoryChoices(this.results).map((choice) => ({ ...choice, isChosen: choice.value === this.category }));
    }

    get wanted() {
        return { quarter: this.quarter, category: this.category, scope: this.scope };
    }

    get headlines() {
        return headlinesOf(this.results, { ...this.wanted, bridge: this.bridge });
    }

    get accuracy() {
        return accuracyTable(this.results, this.wanted);
    }

    get hasAccuracy() {
        return this.accuracy.rows.length > 0;
    }

    get hasLegend() {
        return this.hasAccuracy && this.accuracy.hasTarget;
    }

    get asOfLabel() {
        return format(words.asOfSnapshot, this.category);
    }

    get bridge() {
        return bridgeOf(this.results, this.wanted);
    }

    get drawing() {
        return drawBridge(this.bridge);
    }

    get bridgeTitle() {
        return format(words.bridgeTitle, quarterText(this.quarter));
    }

    /** The bridge in rows: everything that is drawn. */
    get bridgeRows() {
        const { start, end, parts, gap } = this.bridge;
        const signed = (value) => valueText(value, 'currency', { isSigned: true });
        return [
            { key: 'start', label: words.forecast, text: valueText(start, 'currency'), deals: '' },
            ...parts.map((part) => ({ key: part.key, label: part.label, text: signed(part.value), deals: format(part.deals === 1 ? words.deal : words.deals, String(part.deals)), resultId: part.result.id })),
            ...(Math.abs(gap) > 0.005 ? [{ key: 'gap', label: words.notExplained, text: signed(gap), deals: '' }] : []),
            { key: 'end', label: words.won, text: valueText(end, 'currency'), deals: '' }
        ];
    }

    get gapText() {
        return this.bridge && Math.abs(this.bridge.gap) > 0.005 ? format(words.gap, shortMoney(this.bridge.gap)) : '';
    }

    get pushed() {
        return pushedTable(this.results, this.wanted);
    }

    get hasPushed() {
        return this.pushed.rows.length > 0;
    }

    get reasons() {
        return reasonsOf(this.results, this.wanted);
    }

    get hasReasons() {
        return this.reasons.rows.length > 0;
    }

    get reasonsTitle() {
        return format(words.reasonsTitle, this.reasons.period);
    }

    get methods() {
        return methodsOf(this.results);
    }

    get hasMethods() {
        return this.methods.rows.length > 0;
    }

    handleQuarter(event) {
        this.keep({ c__quarter: event.target.value });
    }

    handleScope(event) {
        this.keep({ c__team: event.target.value });
    }

    handleCategory(event) {
        this.keep({ c__category: event.target.value });
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
