import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { withUser } from 'lightning/navigation';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { fieldText, labelOf } from 'preview/fieldText';

const MOST = 20;
const relatedName = ({ relationshipName, polymorphicForeignKey }) => (relationshipName && !polymorphicForeignKey ? relationshipName : null);

/** The records of one kind that hang on a record, like the standard related list. Nothing where the user may not read them. */
export default class RelatedList extends LightningElement {
    @api recordId;
    /** API name of the records in the list. */
    @api objectApiName;
    /** Their lookup to the record. */
    @api field;
    /** API names of their fields; the first one is the link, unless it is a lookup: then its name is. */
    @api columns = [];
    info;
    query;
    variables;
    rows = [];
    total = 0;

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    receiveInfo({ data }) {
        if (data?.fields[this.field]) {
            this.info = data;
            const selections = this.shown.map((name) => `${name} { value displayValue } ${relatedName(data.fields[name]) ? `${relatedName(data.fields[name])} { Name { value } }` : ''}`);
            this.query = `query previewRelated($record: ID) { uiapi { query {
                ${data.apiName}(where: { ${this.field}: { eq: $record } }, orderBy: { CreatedDate: { order: DESC } }, first: ${MOST}) { totalCount edges { node { Id ${selections.join(' ')} } } }
            } } }`;
            this.variables = { record: this.recordId };
        }
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    receive({ data }) {
        if (data) {
            const { edges, totalCount } = data.uiapi.query[this.objectApiName];
            this.total = totalCount;
            this.rows = edges.map(({ node }) => {
                const [first, ...cells] = this.shown.map((name) => {
                    const info = this.info.fields[name];
                    return { name, text: fieldText(info, node[name], node[relatedName(info)]?.Name.value) };
                });
                return { id: node.Id, url: withUser(`/lightning/r/${this.objectApiName}/${node.Id}/view`), title: first.text, cells };
            });
        }
    }

    get shown() {
        return this.columns.filter((name) => this.info.fields[name]);
    }

    get headers() {
        return this.shown.map((name) => ({ name, label: labelOf(this.info.fields[name]) }));
    }

    get title() {
        return `${this.info.labelPlural} (${this.total})`;
    }

    get hasRows() {
        return this.rows.length > 0;
    }
}
