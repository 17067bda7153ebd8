/** The fixed texts of the queue. */
import question from '@salesforce/label/c.handrailQueueQuestion';
import title from '@salesforce/label/c.handrailQueueTitle';
import titleAccount from '@salesforce/label/c.handrailQueueTitleAccount';
import loading from '@salesforce/label/c.handrailQueueLoading';
import errorTitle from '@salesforce/label/c.handrailQueueErrorTitle';
import asOf from '@salesforce/label/c.handrailQueueAsOf';
import tiles from '@salesforce/label/c.handrailQueueTiles';
import all from '@salesforce/label/c.handrailQueueAll';
import allAccount from '@salesforce/label/c.handrailQueueAllAccount';
import overdue from '@salesforce/label/c.handrailQueueOverdue';
import waiting from '@salesforce/label/c.handrailQueueWaiting';
import returned from '@salesforce/label/c.handrailQueueReturned';
import kickoff from '@salesforce/label/c.handrailQueueKickoff';
import leads from '@salesforce/label/c.handrailQueueLeads';
import waitsForAnswer from '@salesforce/label/c.handrailQueueWaitsForAnswer';
import waitsForKickoff from '@salesforce/label/c.handrailQueueWaitsForKickoff';
import sentBack from '@salesforce/label/c.handrailQueueSentBack';
import leadInQueue from '@salesforce/label/c.handrailQueueLeadInQueue';
import leadUndecided from '@salesforce/label/c.handrailQueueLeadUndecided';
import leadRejected from '@salesforce/label/c.handrailQueueLeadRejected';
import marketing from '@salesforce/label/c.handrailQueueMarketing';
import sales from '@salesforce/label/c.handrailQueueSales';
import between from '@salesforce/label/c.handrailQueueBetween';
import nobody from '@salesforce/label/c.handrailQueueNobody';
import noClock from '@salesforce/label/c.handrailQueueNoClock';
import overdueBy from '@salesforce/label/c.handrailQueueOverdueBy';
import wasDue from '@salesforce/label/c.handrailQueueWasDue';
import dueBy from '@salesforce/label/c.handrailQueueDueBy';
import liesWith from '@salesforce/label/c.handrailQueueLiesWith';
import left from '@salesforce/label/c.handrailQueueLeft';
import paused from '@salesforce/label/c.handrailQueuePaused';
import shownOf from '@salesforce/label/c.handrailQueueShownOf';
import more from '@salesforce/label/c.handrailQueueMore';
import none from '@salesforce/label/c.handrailQueueNone';
import noneHere from '@salesforce/label/c.handrailQueueNoneHere';
import noneAccount from '@salesforce/label/c.handrailQueueNoneAccount';
import noLeads from '@salesforce/label/c.handrailQueueNoLeads';
import leadsCut from '@salesforce/label/c.handrailQueueLeadsCut';

export const texts = {
    question,
    title,
    titleAccount,
    loading,
    errorTitle,
    asOf,
    tiles,
    all,
    allAccount,
    overdue,
    waiting,
    returned,
    kickoff,
    leads,
    waitsForAnswer,
    waitsForKickoff,
    sentBack,
    leadInQueue,
    leadUndecided,
    leadRejected,
    marketing,
    sales,
    between,
    nobody,
    noClock,
    overdueBy,
    wasDue,
    dueBy,
    left,
    liesWith,
    paused,
    shownOf,
    more,
    none,
    noneHere,
    noneAccount,
    noLeads,
    leadsCut
};
