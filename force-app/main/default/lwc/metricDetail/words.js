/** The fixed texts of a definition. */
import title from '@salesforce/label/c.handrailMetricTitle';
import variants from '@salesforce/label/c.handrailMetricVariants';
import formula from '@salesforce/label/c.handrailMetricFormula';
import decision from '@salesforce/label/c.handrailMetricDecision';
import counts from '@salesforce/label/c.handrailMetricCounts';
import notBefore from '@salesforce/label/c.handrailMetricNotBefore';
import olderVersion from '@salesforce/label/c.handrailMetricOlderVersion';
import meetings from '@salesforce/label/c.handrailMetricMeetings';
import history from '@salesforce/label/c.handrailMetricHistory';
import period from '@salesforce/label/c.handrailMetricPeriod';
import value from '@salesforce/label/c.handrailMetricValue';
import change from '@salesforce/label/c.handrailMetricChange';
import foot from '@salesforce/label/c.handrailMetricFoot';
import footWithoutReview from '@salesforce/label/c.handrailMetricFootWithoutReview';
import showRecords from '@salesforce/label/c.handrailMetricShowRecords';
import hideRecords from '@salesforce/label/c.handrailMetricHideRecords';
import lineage from '@salesforce/label/c.handrailMetricLineage';
import askedBy from '@salesforce/label/c.handrailMetricAskedBy';
import otherFields from '@salesforce/label/c.handrailMetricOtherFields';
import gates from '@salesforce/label/c.handrailMetricGates';

export const words = {
    title,
    variants,
    formula,
    decision,
    counts,
    notBefore,
    olderVersion,
    meetings,
    history,
    period,
    value,
    change,
    foot,
    footWithoutReview,
    showRecords,
    hideRecords,
    lineage,
    askedBy,
    otherFields,
    gates
};
