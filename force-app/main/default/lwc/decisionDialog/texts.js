/** The fixed texts of the dialog. */
import decision from '@salesforce/label/c.handrailDecisionDecision';
import owner from '@salesforce/label/c.handrailDecisionOwner';
import due from '@salesforce/label/c.handrailDecisionDue';
import metric from '@salesforce/label/c.handrailDecisionMetric';
import change from '@salesforce/label/c.handrailDecisionChange';
import check from '@salesforce/label/c.handrailDecisionCheck';
import needsDecision from '@salesforce/label/c.handrailDecisionNeedsDecision';
import needsOwner from '@salesforce/label/c.handrailDecisionNeedsOwner';
import checkLater from '@salesforce/label/c.handrailDecisionCheckLater';
import save from '@salesforce/label/c.handrailDecisionSave';
import cancel from '@salesforce/label/c.handrailDecisionCancel';

export const texts = {
    decision,
    owner,
    due,
    metric,
    change,
    check,
    needsDecision,
    needsOwner,
    checkLater,
    save,
    cancel
};
