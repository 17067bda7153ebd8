import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { format } from 'c/handrailLabels';
import { amount, RECORDS_OF, recordsBehind, texts } from 'c/handrailNumbers';

/** Ids of the standard objects tell what they are. */
const PREFIXES = { '001': 'Account', '003': 'Contact', '006': 'Opportunity', '00Q': 'Lead' };

/** The records behind one synced number. */
export default class HandrailRecordList extends LightningElement {
    /** Id of the synced number. */
    @api resultId;

    texts = texts;
    records;
    errors;
    isKnown = false;

    get query() {
        return this.resultId ? RECORDS_OF : undefined;
    }

    get variables() {
        return { result: this.resultId };
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    receive({ data, errors }) {
        this.errors = errors;
        if (data || errors) {
            this.records = data ? recordsBehind(data) : null;
            this.isKnown = true;
        }
    }

    get isLoading() {
        return !this.isKnown;
    }

    get isMissing() {
        return this.isKnown && !this.errors && !this.records?.ids.length;
    }

    /** Records of several objects are told apart by their ids. */
    get groups() {
        const byObject = new Map();
        for (const id of this.records?.ids ?? []) {
            const object = this.records.object ?? PREFIXES[id.slice(0, 3)] ?? '';
            byObject.set(object, [...(byObject.get(object) ?? []), id]);
        }
        return [...byObject].map(([object, ids]) => ({ object, ids }));
    }

    get countText() {
        const { ids, total } = this.records ?? { ids: [], total: 0 };
        return total > ids.length ? format(texts.recordsOf, amount(ids.length), amount(total)) : format(total === 1 ? texts.recordOne : texts.recordCount, amount(total));
    }

    get hasRecords() {
        return this.groups.length > 0;
    }
}
