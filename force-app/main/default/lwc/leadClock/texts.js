/** The fixed texts of the response clock. */
import title from '@salesforce/label/c.handrailClockTitle';
import loading from '@salesforce/label/c.handrailClockLoading';
import qualifiedAt from '@salesforce/label/c.handrailClockQualifiedAt';
import notMql from '@salesforce/label/c.handrailClockNotMql';
import notMqlText from '@salesforce/label/c.handrailClockNotMqlText';
import notAssigned from '@salesforce/label/c.handrailClockNotAssigned';
import decided from '@salesforce/label/c.handrailClockDecided';
import answerNow from '@salesforce/label/c.handrailClockAnswerNow';
import onTime from '@salesforce/label/c.handrailClockOnTime';
import answered from '@salesforce/label/c.handrailClockAnswered';
import answeredLate from '@salesforce/label/c.handrailClockAnsweredLate';
import waitedDone from '@salesforce/label/c.handrailClockWaitedDone';
import overdue from '@salesforce/label/c.handrailClockOverdue';
import paused from '@salesforce/label/c.handrailClockPaused';
import replyBy from '@salesforce/label/c.handrailClockReplyBy';
import answeredIn from '@salesforce/label/c.handrailClockAnsweredIn';
import overdueBy from '@salesforce/label/c.handrailClockOverdueBy';
import pausedUntil from '@salesforce/label/c.handrailClockPausedUntil';
import stops from '@salesforce/label/c.handrailClockStops';
import leftOf from '@salesforce/label/c.handrailClockLeftOf';
import late from '@salesforce/label/c.handrailClockLate';
import inTime from '@salesforce/label/c.handrailClockInTime';
import tooLate from '@salesforce/label/c.handrailClockTooLate';
import ringLeft from '@salesforce/label/c.handrailClockRingLeft';
import ringOver from '@salesforce/label/c.handrailClockRingOver';
import ringDone from '@salesforce/label/c.handrailClockRingDone';
import call from '@salesforce/label/c.handrailClockCall';
import email from '@salesforce/label/c.handrailClockEmail';
import contacted from '@salesforce/label/c.handrailClockContacted';
import waited from '@salesforce/label/c.handrailClockWaited';
import waitedNote from '@salesforce/label/c.handrailClockWaitedNote';
import routing from '@salesforce/label/c.handrailClockRouting';
import routingNote from '@salesforce/label/c.handrailClockRoutingNote';
import yourTime from '@salesforce/label/c.handrailClockYourTime';
import yourTimeNote from '@salesforce/label/c.handrailClockYourTimeNote';
import minutes from '@salesforce/label/c.handrailClockMinutes';
import hoursMinutes from '@salesforce/label/c.handrailClockHoursMinutes';
import why from '@salesforce/label/c.handrailClockWhy';
import notSaved from '@salesforce/label/c.handrailClockNotSaved';
import errorTitle from '@salesforce/label/c.handrailClockErrorTitle';
import announce from '@salesforce/label/c.handrailClockAnnounce';
import yours from '@salesforce/label/c.handrailClockYours';
import yoursText from '@salesforce/label/c.handrailClockYoursText';
import yoursNone from '@salesforce/label/c.handrailClockYoursNone';
import team from '@salesforce/label/c.handrailClockTeam';

export const texts = {
    title,
    loading,
    qualifiedAt,
    notMql,
    notMqlText,
    notAssigned,
    decided,
    answerNow,
    onTime,
    answered,
    answeredLate,
    waitedDone,
    overdue,
    paused,
    replyBy,
    answeredIn,
    overdueBy,
    pausedUntil,
    stops,
    leftOf,
    late,
    inTime,
    tooLate,
    ringLeft,
    ringOver,
    ringDone,
    call,
    email,
    contacted,
    waited,
    waitedNote,
    routing,
    routingNote,
    yourTime,
    yourTimeNote,
    minutes,
    hoursMinutes,
    why,
    notSaved,
    errorTitle,
    announce,
    yours,
    yoursText,
    yoursNone,
    team
};
