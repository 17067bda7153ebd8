/** The fixed texts of the qualification of a lead. */
import title from '@salesforce/label/c.handrailLeadTitle';
import subtitle from '@salesforce/label/c.handrailLeadSubtitle';
import loading from '@salesforce/label/c.handrailLeadLoading';
import ask from '@salesforce/label/c.handrailLeadAsk';
import accept from '@salesforce/label/c.handrailLeadAccept';
import reject from '@salesforce/label/c.handrailLeadReject';
import disqualify from '@salesforce/label/c.handrailLeadDisqualify';
import recycle from '@salesforce/label/c.handrailLeadRecycle';
import back from '@salesforce/label/c.handrailLeadBack';
import rejectTitle from '@salesforce/label/c.handrailLeadRejectTitle';
import disqualifyTitle from '@salesforce/label/c.handrailLeadDisqualifyTitle';
import recycleTitle from '@salesforce/label/c.handrailLeadRecycleTitle';
import accepted from '@salesforce/label/c.handrailLeadAccepted';
import rejected from '@salesforce/label/c.handrailLeadRejected';
import converted from '@salesforce/label/c.handrailLeadConverted';
import closed from '@salesforce/label/c.handrailLeadClosed';
import saved from '@salesforce/label/c.handrailLeadSaved';
import errorTitle from '@salesforce/label/c.handrailLeadErrorTitle';

export const texts = {
    title,
    subtitle,
    loading,
    ask,
    accept,
    reject,
    disqualify,
    recycle,
    back,
    rejectTitle,
    disqualifyTitle,
    recycleTitle,
    accepted,
    rejected,
    converted,
    closed,
    saved,
    errorTitle
};
