import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { cadences } from 'c/handrailDictionary';
import { format } from 'c/handrailLabels';
import { change, dateText, definitionOf, dimensionText, inputsOf, isToDate, isTooFew, lineageIn, LINEAGE_OF, numberView, ownersText, periodText, seriesOf, shownNumber, texts, valueText } from 'c/handrailNumbers';
import { words } from './words';

/**
 * How a number is counted: its definition, its inputs, the same question under other conventions, its course, its records.
 * A dialog that leaves the page usable; fires `close`. `Esc` closes it.
 */
export default class MetricDetail extends LightningElement {
    texts = texts;
    words = words;
    showsRecords = false;

    /** The synced number that is asked about. */
    @api result;
    /** Id of the metric; for a number that was never synced. */
    @api metric;
    /** All results of the page, for the course. */
    @api results;

    /** Opens on its records. */
    @api
    get startsWithRecords() {
        return this.showsRecords;
    }
    set startsWithRecords(value) {
        this.showsRecords = Boolean(value);
    }

    isPlaced = false;
    lineage = null;

    get lineageQuery() {
        return this.result ? LINEAGE_OF : undefined;
    }

    get lineageVariables() {
        return { result: this.resultId };
    }

    /** Without access to it, or of a number of an earlier period, the definition still stands. */
    @wire(graphql, { query: '$lineageQuery', variables: '$lineageVariables' })
    receiveLineage({ data }) {
        this.lineage = data ? lineageIn(data) : null;
    }

    /** Fields that somebody must answer for, each with the criteria that ask. */
    get gatedFields() {
        return (this.lineage?.fields ?? []).filter(({ criteria }) => criteria.length > 0).map(({ field, label, criteria }) => ({ key: field, label, asked: format(words.askedBy, criteria.join(', ')) }));
    }

    get otherFieldsText() {
        const others = (this.lineage?.fields ?? []).filter(({ criteria }) => criteria.length === 0).map(({ label }) => label);
        return others.length > 0 ? format(words.otherFields, others.join(', ')) : '';
    }

    get gateTexts() {
        return (this.lineage?.gates ?? []).map(({ object, criteria }) => ({ key: object, text: format(words.gates, object, criteria) }));
    }

    renderedCallback() {
        if (!this.isPlaced) {
            this.isPlaced = true;
            this.refs.heading.focus();
        }
    }

    get definition() {
        return definitionOf(this.result?.metric ?? this.metric);
    }

    get label() {
        return this.definition?.label ?? this.result?.label ?? this.metric;
    }

    get title() {
        return format(words.title, this.label);
    }

    get view() {
        return numberView(this.result ?? null, this.definition);
    }

    /** Which part of the whole, and when. */
    get scope() {
        const slice = Object.entries(this.result?.slice ?? {}).map(([dimension, value]) => `${dimensionText(dimension)}: ${value}`);
        return [...slice, ...(this.result ? [periodText(this.result)] : [])].join(' · ');
    }

    get means() {
        return this.definition?.means ?? '';
    }

    get inputs() {
        const inputs = this.result ? inputsOf(this.result, this.definition) : [];
        return inputs.map((input) => ({ ...input, operator: input.key === 'numerator' ? '÷' : '' }));
    }

    get hasSum() {
        return this.inputs.length > 0;
    }

    get expression() {
        const text = this.definition?.expression ?? '';
        // The two sides of a ratio stand beside each other.
        return text === 'numerator / denominator' ? '' : text.replaceAll('_', ' ');
    }

    get variants() {
        const declared = new Map((this.definition?.variants ?? []).map((variant) => [variant.id, variant]));
        return (this.result?.variants ?? []).map((variant) => ({
            key: variant.id,
            label: variant.label,
            value: isTooFew(variant) ? valueText(null, variant.unit) : valueText(variant.unit === this.definition?.unit ? shownNumber(variant.value, this.definition) : variant.value, variant.unit, { isShort: true }),
            usedIn: declared.get(variant.id)?.usedIn ?? ''
        }));
    }

    get hasVariants() {
        return this.variants.length > 0;
    }

    get formulaText() {
        return this.definition ? format(words.formula, this.definition.formula) : '';
    }

    get countsText() {
        return this.definition?.counts ? format(words.counts, this.definition.counts) : '';
    }

    get notBeforeText() {
        return this.definition?.notBefore ? format(words.notBefore, dateText(this.definition.notBefore)) : '';
    }

    /** Oldest first, each with what changed since the one before. */
    get history() {
        const series = this.result ? seriesOf(this.results ?? [], this.result) : [];
        return series.map((each, index) => {
            const view = numberView(each, this.definition);
            const before = index > 0 ? numberView(series[index - 1], this.definition).drawn : null;
            return { key: each.id, period: periodText(each) + (isToDate(each) ? ` ${texts.toDate}` : ''), value: view.value, chip: each.state === 'ok' ? null : view.chip, change: change(view.drawn, before, each.unit), version: each.version };
        });
    }

    get hasHistory() {
        return this.history.length > 1;
    }

    get footText() {
        const { owners = [], version = this.result?.version ?? '', reviewBy } = this.definition ?? {};
        const [, number = version] = /@(\d+)$/.exec(version) ?? [];
        return format(reviewBy ? words.foot : words.footWithoutReview, number, ownersText(owners), reviewBy ? dateText(reviewBy) : '');
    }

    get decisionText() {
        return this.definition ? format(words.decision, this.definition.decision) : '';
    }

    /** Its number may have been counted under an older definition than the one that is shown. */
    get versionText() {
        const isOld = this.result && this.definition && this.result.version !== this.definition.version;
        return isOld ? format(words.olderVersion, this.result.version, this.definition.version) : '';
    }

    get meetingsText() {
        const id = this.result?.metric ?? this.metric;
        const names = cadences.filter(({ metrics }) => metrics.includes(id)).map(({ meeting }) => meeting);
        return names.length > 0 ? format(words.meetings, names.join(', ')) : '';
    }

    get canList() {
        return Boolean(this.result);
    }

    get recordsLabel() {
        return this.showsRecords ? words.hideRecords : words.showRecords;
    }

    get expanded() {
        return String(this.showsRecords);
    }

    get resultId() {
        return this.result?.id;
    }

    handleRecords() {
        this.showsRecords = !this.showsRecords;
    }

    handleKey(event) {
        if (event.key === 'Escape') {
            event.stopPropagation();
            this.handleClose();
        }
    }

    handleClose() {
        this.dispatchEvent(new CustomEvent('close'));
    }
}
