import { LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { format } from 'c/handrailLabels';
import { countText } from 'c/handrailText';
import one from '@salesforce/label/c.handrailDriftBadgeOne';
import many from '@salesforce/label/c.handrailDriftBadgeMany';
import help from '@salesforce/label/c.handrailDriftBadgeHelp';

/** Open findings about definitions, not about records, that are grave and were seen, not feared. */
const GRAVE = gql`
    query handrailGraveFindings {
        uiapi {
            query {
                Handrail_Finding__c(where: { and: [{ Status__c: { eq: "Open" } }, { Severity__c: { in: ["critical", "high"] } }, { Tier__c: { ne: "unverifiable" } }, { Kind__c: { ne: "records-break-criterion" } }] }, first: 1) {
                    totalCount
                }
            }
        }
    }
`;

/** How many definitions the org no longer keeps; leads to them. Who may not see findings, and an org without any, sees nothing. */
export default class HandrailDriftBadge extends NavigationMixin(LightningElement) {
    help = help;
    count = 0;
    query = GRAVE;

    @wire(graphql, { query: '$query' })
    receive({ data }) {
        this.count = data?.uiapi?.query?.Handrail_Finding__c?.totalCount ?? this.count;
    }

    get text() {
        return format(this.count === 1 ? one : many, countText(this.count));
    }

    handlePress() {
        this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: 'Handrail_Definition_Health' } });
    }
}
