import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { dictionary } from 'c/handrailDictionary';
import { format } from 'c/handrailLabels';
import { countText } from 'c/handrailText';
import { KINDS, search } from './entries';
import { texts } from './texts';

const FIRST = 30;

/** The words, stages, numbers, handoffs and meetings of the playbook; a link leads to each. */
export default class PlaybookDictionary extends NavigationMixin(LightningElement) {
    texts = texts;
    page;
    kind = '';
    words = '';
    /** Entry that a link named. */
    entry = '';
    limit = FIRST;

    @wire(CurrentPageReference)
    receivePage(page) {
        this.page = page;
        const { c__kind: kind = '', c__find: words = '', c__entry: entry = '' } = page?.state ?? {};
        this.kind = KINDS.includes(kind) ? kind : '';
        this.words = words;
        this.entry = entry;
    }

    get subtitle() {
        return format(texts.version0, dictionary.name, dictionary.version);
    }

    get found() {
        return this.entry ? search('', '').filter(({ key }) => key === this.entry) : search(this.kind, this.words);
    }

    get entries() {
        const names = { term: texts.term, stage: texts.stage, metric: texts.metric, handoff: texts.handoff, cadence: texts.cadence };
        return this.found.slice(0, this.limit).map((one) => ({ ...one, kindName: names[one.kind], hasParts: one.parts.length > 0, partsTitle: { term: texts.examples, stage: texts.criteria, metric: texts.variants, handoff: texts.packet, cadence: texts.agenda }[one.kind], linkLabel: format(texts.linkTo, one.title) }));
    }

    get hasEntries() {
        return this.entries.length > 0;
    }

    get isOne() {
        return this.entry !== '';
    }

    get kinds() {
        const names = { '': texts.everything, term: texts.terms, stage: texts.stages, metric: texts.metricsAll, handoff: texts.handoffs, cadence: texts.cadences };
        return ['', ...KINDS].map((kind) => {
            const isOn = kind === this.kind && !this.entry;
            return { kind, label: format(texts.kindCount, names[kind], countText(search(kind, this.words).length)), pressed: String(isOn), className: isOn ? 'slds-button slds-button_brand' : 'slds-button slds-button_neutral' };
        });
    }

    get foundText() {
        return format(texts.shownOf, countText(this.entries.length), countText(this.found.length));
    }

    get hasMore() {
        return this.found.length > this.limit;
    }

    show(state) {
        this.limit = FIRST;
        Object.assign(this, { kind: this.kind, words: this.words, entry: '' }, state);
        if (this.page?.type) {
            const own = { c__kind: this.kind || undefined, c__find: this.words || undefined, c__entry: this.entry || undefined };
            this[NavigationMixin.Navigate]({ ...this.page, state: { ...this.page.state, ...own } }, true);
        }
    }

    handleKind(event) {
        this.show({ kind: event.currentTarget.dataset.kind });
    }

    handleFind(event) {
        this.show({ words: event.detail.value ?? '' });
    }

    handleEntry(event) {
        this.show({ entry: event.currentTarget.dataset.entry });
    }

    handleAll() {
        this.show({});
    }

    handleMore() {
        this.limit += FIRST * 3;
    }
}
