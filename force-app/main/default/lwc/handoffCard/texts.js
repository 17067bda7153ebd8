/** The fixed texts of the handoff card. */
import title from '@salesforce/label/c.handrailHandoffTitle';
import loading from '@salesforce/label/c.handrailHandoffLoading';
import waitingForYou from '@salesforce/label/c.handrailHandoffWaitingForYou';
import waitingFor from '@salesforce/label/c.handrailHandoffWaitingFor';
import sentBackTo from '@salesforce/label/c.handrailHandoffSentBackTo';
import acceptedBy from '@salesforce/label/c.handrailHandoffAcceptedBy';
import status from '@salesforce/label/c.handrailHandoffStatus';
import open from '@salesforce/label/c.handrailHandoffOpen';
import overdue from '@salesforce/label/c.handrailHandoffOverdue';
import answered from '@salesforce/label/c.handrailHandoffAnswered';
import sentAt from '@salesforce/label/c.handrailHandoffSentAt';
import you from '@salesforce/label/c.handrailHandoffYou';
import nobody from '@salesforce/label/c.handrailHandoffNobody';
import answerBy from '@salesforce/label/c.handrailHandoffAnswerBy';
import hours from '@salesforce/label/c.handrailHandoffHours';
import after from '@salesforce/label/c.handrailHandoffAfter';
import hoursLeft from '@salesforce/label/c.handrailHandoffHoursLeft';
import hoursOver from '@salesforce/label/c.handrailHandoffHoursOver';
import inTime from '@salesforce/label/c.handrailHandoffInTime';
import late from '@salesforce/label/c.handrailHandoffLate';
import pausedUntil from '@salesforce/label/c.handrailHandoffPausedUntil';
import ringLeft from '@salesforce/label/c.handrailHandoffRingLeft';
import ringOver from '@salesforce/label/c.handrailHandoffRingOver';
import ringDone from '@salesforce/label/c.handrailHandoffRingDone';
import packet from '@salesforce/label/c.handrailHandoffPacket';
import complete from '@salesforce/label/c.handrailHandoffComplete';
import missingCount from '@salesforce/label/c.handrailHandoffMissingCount';
import nothingMissing from '@salesforce/label/c.handrailHandoffNothingMissing';
import missing from '@salesforce/label/c.handrailHandoffMissing';
import notVisible from '@salesforce/label/c.handrailHandoffNotVisible';
import sendBack from '@salesforce/label/c.handrailHandoffSendBack';
import accept from '@salesforce/label/c.handrailHandoffAccept';
import acceptNote from '@salesforce/label/c.handrailHandoffAcceptNote';
import sendAgain from '@salesforce/label/c.handrailHandoffSendAgain';
import saveAnswers from '@salesforce/label/c.handrailHandoffSaveAnswers';
import milestones from '@salesforce/label/c.handrailHandoffMilestones';
import due from '@salesforce/label/c.handrailHandoffDue';
import dueOver from '@salesforce/label/c.handrailHandoffDueOver';
import signed from '@salesforce/label/c.handrailHandoffSigned';
import recordMilestone from '@salesforce/label/c.handrailHandoffRecordMilestone';
import record from '@salesforce/label/c.handrailHandoffRecord';
import noneTitle from '@salesforce/label/c.handrailHandoffNoneTitle';
import noneText from '@salesforce/label/c.handrailHandoffNoneText';
import errorTitle from '@salesforce/label/c.handrailHandoffErrorTitle';
import notSaved from '@salesforce/label/c.handrailHandoffNotSaved';
import wasAccepted from '@salesforce/label/c.handrailHandoffWasAccepted';
import wasSentBack from '@salesforce/label/c.handrailHandoffWasSentBack';
import wasSentAgain from '@salesforce/label/c.handrailHandoffWasSentAgain';
import wasSaved from '@salesforce/label/c.handrailHandoffWasSaved';
import callFirst from '@salesforce/label/c.handrailHandoffCallFirst';

export const texts = {
    title,
    loading,
    waitingForYou,
    waitingFor,
    sentBackTo,
    acceptedBy,
    status,
    open,
    overdue,
    answered,
    sentAt,
    you,
    nobody,
    answerBy,
    hours,
    after,
    hoursLeft,
    hoursOver,
    inTime,
    late,
    pausedUntil,
    ringLeft,
    ringOver,
    ringDone,
    packet,
    complete,
    missingCount,
    nothingMissing,
    missing,
    notVisible,
    sendBack,
    accept,
    acceptNote,
    sendAgain,
    saveAnswers,
    milestones,
    due,
    dueOver,
    signed,
    recordMilestone,
    record,
    noneTitle,
    noneText,
    errorTitle,
    notSaved,
    wasAccepted,
    wasSentBack,
    wasSentAgain,
    wasSaved,
    callFirst
};
