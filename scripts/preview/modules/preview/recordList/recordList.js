import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { withUser } from 'lightning/navigation';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { updateRecord } from 'lightning/uiRecordApi';
import { fieldText, isNumber, labelOf } from 'preview/fieldText';
import { namesOf, shownOf } from 'preview/objects';
import { refusals } from 'preview/refusal';

const PAGE = 50;

/** A lookup to one object can be read by name; one to several would need to know which. */
const relatedName = ({ relationshipName, polymorphicForeignKey }) => (relationshipName && !polymorphicForeignKey ? relationshipName : null);

const briefOf = (cells) => cells.map(({ text }) => text).filter((text) => text !== '–').join(' · ');

/**
 * @param {any} objectInfo
 * @param {string[]} columns
 * @returns {string} one page of records, the latest change first
 */
function queryOf({ apiName, fields }, columns) {
    const selections = columns.map((name) => `${name} { value displayValue } ${relatedName(fields[name]) ? `${relatedName(fields[name])} { Name { value } }` : ''}`);
    return `query previewList($where: ${apiName}_Filter, $after: String) { uiapi { query {
        ${apiName}(where: $where, orderBy: { LastModifiedDate: { order: DESC } }, first: ${PAGE}, after: $after) {
            totalCount pageInfo { hasNextPage endCursor } edges { node { Id ${selections.join(' ')} } }
        }
    } } }`;
}

/** The records of an object. */
export default class RecordList extends LightningElement {
    @api objectApiName;
    /** Says what this is; shown on the first page a visitor sees. */
    @api intro = false;
    info;
    shown;
    query;
    variables;
    filter = 0;
    search = '';
    rows = [];
    total = 0;
    next = null;
    message = 'Reading …';
    /** The user may not see the object, or the org does not answer. */
    isRefused = false;
    /** Columns by stage instead of rows. */
    isBoard = false;
    /** `{ title, messages }` of a move that the org refused. */
    refusal = null;
    recordTypeId;

    @wire(getPicklistValuesByRecordType, { objectApiName: '$objectApiName', recordTypeId: '$recordTypeId' })
    picklists;

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    receiveInfo({ data, error }) {
        if (data) {
            document.title = `${data.labelPlural} | Handrail`;
            this.info = data;
            this.shown = shownOf(data);
            this.query = queryOf(data, this.shown.columns);
            this.recordTypeId = this.shown.stageField ? data.defaultRecordTypeId : undefined;
            this.ask();
        } else if (error) {
            this.isRefused = true;
            this.message = [].concat(error.body ?? [])[0]?.message ?? 'The org does not answer.';
        }
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    receive({ data, errors }) {
        if (errors) {
            this.message = errors[0].message;
        } else if (data) {
            const { edges, totalCount, pageInfo } = data.uiapi.query[this.objectApiName];
            const rows = edges.map(({ node }) => this.rowOf(node));
            this.rows = this.variables.after ? [...this.rows, ...rows] : rows;
            this.total = totalCount;
            this.next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
            this.message = this.rows.length > 0 ? '' : this.emptyText;
        }
    }

    rowOf(node) {
        const [first, ...others] = this.shown.columns.map((name) => {
            const info = this.info.fields[name];
            const text = fieldText(info, node[name], node[relatedName(info)]?.Name.value);
            return { name, text, isStage: name === this.shown.stageField, className: isNumber(info) ? 'wide number' : 'wide' };
        });
        return {
            id: node.Id,
            url: withUser(`/lightning/r/${this.objectApiName}/${node.Id}/view`),
            title: first.text,
            cells: others,
            stage: this.shown.stageField ? node[this.shown.stageField].value : null,
            brief: briefOf(others)
        };
    }

    get stageValues() {
        return this.picklists?.data?.picklistFieldValues[this.shown?.stageField]?.values ?? [];
    }

    get stageLabel() {
        return labelOf(this.info.fields[this.shown.stageField]);
    }

    get isLocked() {
        return this.info.updateable === false || this.info.fields[this.shown.stageField]?.updateable === false;
    }

    get offersBoard() {
        return this.stageValues.length > 0;
    }

    get ways() {
        return ['List', 'Board'].map((label) => {
            const isChosen = this.isBoard === (label === 'Board');
            return { label, pressed: String(isChosen), className: isChosen ? 'filter filter_chosen' : 'filter' };
        });
    }

    get showsBoard() {
        return this.isBoard && this.hasRows && this.offersBoard;
    }

    /** The column says the stage already. */
    get cards() {
        return this.rows.map((row) => ({ ...row, brief: briefOf(row.cells.filter(({ isStage }) => !isStage)) }));
    }

    get showsTable() {
        return this.hasRows && !this.showsBoard;
    }

    get boardLabel() {
        return `${this.info.labelPlural} by ${this.stageLabel.toLowerCase()}`;
    }

    handleWay(event) {
        this.isBoard = event.currentTarget.dataset.way === 'Board';
        this.refusal = null;
    }

    handleDismiss() {
        this.refusal = null;
    }

    /** The board and a cell save in the same way: over the UI API, one field of one record. */
    async handleStageMove(event) {
        const { id, value } = event.detail;
        const cell = event.currentTarget;
        const row = this.rows.find((each) => each.id === id);
        const label = this.stageValues.find((each) => each.value === value)?.label ?? value;
        this.refusal = null;
        try {
            await updateRecord({ fields: { Id: id, [this.shown.stageField]: value } });
            const cells = row.cells.map((each) => (each.isStage ? { ...each, text: label } : each));
            this.rows = this.rows.map((each) => (each.id === id ? { ...each, stage: value, cells } : each));
            cell.close?.();
        } catch (error) {
            this.refusal = { title: `${row.title} stays where it is: it cannot go to ${label}.`, messages: refusals(error) };
        }
    }

    get emptyText() {
        if (this.search) {
            return 'Nothing has this in its name.';
        }
        const name = this.info.labelPlural.toLowerCase();
        return `There are no ${name} here yet. Start the org with demo data, or create some with sf data create record.`;
    }

    get columns() {
        return this.shown.columns.map((name, index) => {
            const info = this.info.fields[name];
            return { name, label: labelOf(info), className: [index > 0 && 'wide', isNumber(info) && 'number'].filter(Boolean).join(' ') };
        });
    }

    get filters() {
        return this.shown.filters.length > 1 ? this.shown.filters.map(({ label }, index) => ({ label, index, pressed: String(index === this.filter), className: index === this.filter ? 'filter filter_chosen' : 'filter' })) : [];
    }

    get searchLabel() {
        return `Search ${this.info.labelPlural.toLowerCase()} by name`;
    }

    get summary() {
        if (this.total === 0) {
            return 'None';
        }
        return this.rows.length < this.total ? `${this.rows.length} of ${this.total}, the latest change first` : `${this.total}, the latest change first`;
    }

    get hasRows() {
        return this.rows.length > 0;
    }

    handleSearch(event) {
        this.search = event.detail.value;
        this.ask();
    }

    handleFilter(event) {
        this.filter = Number(event.currentTarget.dataset.index);
        this.ask();
    }

    handleMore() {
        this.variables = { ...this.variables, after: this.next };
    }

    ask() {
        const text = this.search.replace(/[\\%_]/g, '\\$&');
        const { where } = this.shown.filters[this.filter];
        const conditions = [where, text && { [namesOf(this.info)[0]]: { like: `%${text}%` } }].filter(Boolean);
        this.variables = { where: conditions.length === 0 ? null : { and: conditions }, after: null };
    }
}
