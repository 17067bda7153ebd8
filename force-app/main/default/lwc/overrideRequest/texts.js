/** The fixed texts of requests to pass a criterion. */
import title from '@salesforce/label/c.handrailOverrideTitle';
import criterion from '@salesforce/label/c.handrailOverrideCriterion';
import reason from '@salesforce/label/c.handrailOverrideReason';
import approver from '@salesforce/label/c.handrailOverrideApprover';
import until from '@salesforce/label/c.handrailOverrideUntil';
import note from '@salesforce/label/c.handrailOverrideNote';
import send from '@salesforce/label/c.handrailOverrideSend';
import cancel from '@salesforce/label/c.handrailOverrideCancel';
import decides from '@salesforce/label/c.handrailOverrideDecides';
import asked from '@salesforce/label/c.handrailOverrideAsked';
import granted from '@salesforce/label/c.handrailOverrideGranted';
import reasonOf from '@salesforce/label/c.handrailOverrideReasonOf';
import grant from '@salesforce/label/c.handrailOverrideGrant';
import refuse from '@salesforce/label/c.handrailOverrideRefuse';
import withdraw from '@salesforce/label/c.handrailOverrideWithdraw';
import sentTo from '@salesforce/label/c.handrailOverrideSentTo';
import wasGranted from '@salesforce/label/c.handrailOverrideWasGranted';
import wasRefused from '@salesforce/label/c.handrailOverrideWasRefused';
import wasWithdrawn from '@salesforce/label/c.handrailOverrideWasWithdrawn';
import tooShort from '@salesforce/label/c.handrailOverrideTooShort';
import notSent from '@salesforce/label/c.handrailOverrideNotSent';
import notDecided from '@salesforce/label/c.handrailOverrideNotDecided';
import nobody from '@salesforce/label/c.handrailOverrideNobody';

export const texts = {
    title,
    criterion,
    reason,
    approver,
    until,
    decides,
    note,
    send,
    cancel,
    asked,
    granted,
    reasonOf,
    grant,
    refuse,
    withdraw,
    sentTo,
    wasGranted,
    wasRefused,
    wasWithdrawn,
    tooShort,
    notSent,
    notDecided,
    nobody
};
