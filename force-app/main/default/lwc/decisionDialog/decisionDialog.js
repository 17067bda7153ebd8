import { api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import LightningModal from 'lightning/modal';
import { createRecord } from 'lightning/uiRecordApi';
import USER_ID from '@salesforce/user/Id';
import { readErrors } from 'c/handrailErrors';
import { labels } from 'c/handrailLabels';
import { dayAfter, todayIs } from 'c/handrailText';
import { texts } from './texts';

const OBJECT = 'Handrail_Decision__c';
/** As far as the playbook's meetings lie apart: a decision of one is looked at in the next. */
const DUE_IN = 7;

const PEOPLE = gql`
    query handrailDeciders {
        uiapi {
            query {
                User(where: { and: [{ IsActive: { eq: true } }, { UserType: { eq: "Standard" } }] }, orderBy: { Name: { order: ASC } }, first: 2000) {
                    edges {
                        node {
                            Id
                            Name { value }
                        }
                    }
                }
            }
        }
    }
`;

/** Records what a meeting decided: what, who, until when, and which number it is to move. */
export default class DecisionDialog extends LightningModal {
    /** Name of the meeting. */
    @api meeting;
    /** The deal it is about, if it is about one. */
    @api opportunityId;
    /** Metrics to choose from, `{ label, value }`; without them the name is typed. */
    @api metrics;

    texts = texts;
    labels = labels;
    peopleQuery = PEOPLE;
    people = [];
    entries = { Decision__c: '', OwnerId: USER_ID, Due_On__c: dayAfter(todayIs(), DUE_IN), Metric__c: '', Expected_Change__c: '', Check_On__c: '' };
    problem = '';
    saving = false;

    @wire(graphql, { query: '$peopleQuery' })
    receivePeople({ data }) {
        const edges = data?.uiapi?.query?.User?.edges ?? [];
        this.people = data ? edges.map(({ node }) => ({ label: node.Name?.value ?? node.Id, value: node.Id })) : this.people;
    }

    get today() {
        return todayIs();
    }

    get hasMetrics() {
        return this.metrics?.length > 0;
    }

    /** Why it cannot be saved yet; empty when it can. */
    get hint() {
        const { Decision__c: decision, OwnerId, Due_On__c: due, Check_On__c: check } = this.entries;
        if (!decision.trim()) {
            return texts.needsDecision;
        }
        if (!OwnerId || !due) {
            return texts.needsOwner;
        }
        return check && check < due ? texts.checkLater : '';
    }

    get isBlocked() {
        return this.saving || this.hint !== '';
    }

    handleChange(event) {
        this.entries = { ...this.entries, [event.target.name]: event.detail.value ?? '' };
    }

    async handleSave() {
        this.saving = true;
        this.problem = '';
        try {
            const given = Object.fromEntries(Object.entries(this.entries).filter(([, value]) => value.trim() !== '').map(([name, value]) => [name, value.trim()]));
            const deal = this.opportunityId ? { Opportunity__c: this.opportunityId } : {};
            await createRecord({ apiName: OBJECT, fields: { ...given, ...deal, Meeting__c: this.meeting ?? null, Decided_On__c: this.today, Status__c: 'Open' } });
            this.close('saved');
        } catch (error) {
            this.problem = readErrors(error).map(({ text }) => text).join(' ');
        } finally {
            this.saving = false;
        }
    }

    handleCancel() {
        this.close();
    }
}
