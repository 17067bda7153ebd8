/** The fixed texts of the dialog. */
import record from '@salesforce/label/c.handrailDecideRecord';
import ignore from '@salesforce/label/c.handrailDecideIgnore';
import recordNote from '@salesforce/label/c.handrailDecideRecordNote';
import ignoreNote from '@salesforce/label/c.handrailDecideIgnoreNote';
import reason from '@salesforce/label/c.handrailDecideReason';
import owner from '@salesforce/label/c.handrailDecideOwner';
import until from '@salesforce/label/c.handrailDecideUntil';
import untilOptional from '@salesforce/label/c.handrailDecideUntilOptional';
import needsReason from '@salesforce/label/c.handrailDecideNeedsReason';
import needsOwner from '@salesforce/label/c.handrailDecideNeedsOwner';
import needsDate from '@salesforce/label/c.handrailDecideNeedsDate';
import tooFar from '@salesforce/label/c.handrailDecideTooFar';
import cancel from '@salesforce/label/c.handrailDecideCancel';

export const texts = {
    record,
    ignore,
    recordNote,
    ignoreNote,
    reason,
    owner,
    until,
    untilOptional,
    needsReason,
    needsOwner,
    needsDate,
    tooFar,
    cancel
};
