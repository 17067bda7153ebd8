import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { format, labels } from 'c/handrailLabels';
import { CHOICES, LOOKUPS } from './lookupQueries';

const MORE = 'more';

/** A lookup as a short list: `lookupchange` carries `{ value }`, an id or null. */
export default class HandrailLookup extends LightningElement {
    labels = labels;
    found;

    @api label;
    @api value;
    /** What the value is called, for a value outside the list. */
    @api valueLabel;
    /** Object the lookup points at. */
    @api target;
    @api accountId;
    @api accountName;
    /** Id that is no choice here. */
    @api excluded;
    @api required;
    @api help;

    @api
    focus() {
        this.refs?.list?.focus();
    }

    @api
    setCustomValidity(message) {
        this.refs?.list?.setCustomValidity(message);
    }

    @api
    reportValidity() {
        return this.refs?.list?.reportValidity();
    }

    /** Undefined until everything is known: the wire waits for it. */
    get query() {
        return this.lookup && !this.lacksAccount ? this.lookup.query : undefined;
    }

    get variables() {
        return this.lookup?.byAccount ? { account: this.accountId } : {};
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    receiveChoices({ data, errors }) {
        if (data || errors) {
            this.found = data?.uiapi?.query?.[this.target] ?? { totalCount: 0, edges: [] };
        }
    }

    get lookup() {
        return LOOKUPS[this.target];
    }

    get lacksAccount() {
        return Boolean(this.lookup?.byAccount) && !this.accountId;
    }

    get isList() {
        return Boolean(this.lookup) && !this.lacksAccount;
    }

    get advice() {
        return this.lookup ? labels.needsAccount : format(labels.chooseOnRecord, this.label);
    }

    get choices() {
        return (this.found?.edges ?? []).map(({ node }) => ({
            label: [node.Name?.value, node.Title?.value].filter(Boolean).join(', '),
            value: node.Id
        }));
    }

    get options() {
        const { choices } = this;
        const present = this.value && !choices.some((choice) => choice.value === this.value);
        const more = (this.found?.totalCount ?? 0) - choices.length;
        return [
            ...(this.value ? [{ label: labels.none, value: '' }] : []),
            ...(present ? [{ label: this.valueLabel || this.value, value: this.value }] : []),
            ...choices.filter((choice) => choice.value !== this.excluded),
            ...(more > 0 && choices.length === CHOICES ? [{ label: format(labels.moreChoices, more), value: MORE }] : [])
        ];
    }

    get placeholder() {
        if (!this.found) {
            return labels.loadingChoices;
        }
        const { totalCount } = this.found;
        if (!totalCount) {
            return labels.noChoice;
        }
        if (this.target !== 'Contact' || !this.accountName) {
            return format(labels.choose, this.label);
        }
        return totalCount === 1 ? format(labels.chooseContactOne, this.accountName) : format(labels.chooseContact, totalCount, this.accountName);
    }

    handleChange(event) {
        event.stopPropagation();
        const { value } = event.detail;
        if (value === MORE) {
            // Says where to look; it is no choice.
            event.target.value = this.value ?? '';
            return;
        }
        this.dispatchEvent(new CustomEvent('lookupchange', { detail: { value } }));
    }
}
