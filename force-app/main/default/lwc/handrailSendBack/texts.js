/** The fixed texts of sending back. */
import sendBackTo from '@salesforce/label/c.handrailHandoffSendBackTo';
import clockAgain from '@salesforce/label/c.handrailHandoffClockAgain';
import reason from '@salesforce/label/c.handrailHandoffReason';
import whatIsMissing from '@salesforce/label/c.handrailHandoffWhatIsMissing';
import whatYouNeed from '@salesforce/label/c.handrailHandoffWhatYouNeed';
import sendBackNow from '@salesforce/label/c.handrailHandoffSendBackNow';
import cancel from '@salesforce/label/c.handrailHandoffCancel';
import needsSentence from '@salesforce/label/c.handrailHandoffNeedsSentence';
import tooLong from '@salesforce/label/c.handrailHandoffTooLong';
import tickOne from '@salesforce/label/c.handrailHandoffTickOne';

export const texts = {
    sendBackTo,
    clockAgain,
    reason,
    whatIsMissing,
    whatYouNeed,
    sendBackNow,
    cancel,
    needsSentence,
    tooLong,
    tickOne
};
