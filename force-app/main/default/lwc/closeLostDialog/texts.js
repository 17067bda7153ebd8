/** The fixed texts of marking a deal as lost. */
import title from '@salesforce/label/c.handrailLostTitle';
import loading from '@salesforce/label/c.handrailLostLoading';
import what from '@salesforce/label/c.handrailLostWhat';
import precisely from '@salesforce/label/c.handrailLostPrecisely';
import choices from '@salesforce/label/c.handrailLostChoices';
import deprecated from '@salesforce/label/c.handrailLostDeprecated';
import cancel from '@salesforce/label/c.handrailLostCancel';
import does from '@salesforce/label/c.handrailLostDoes';
import doesStage from '@salesforce/label/c.handrailLostDoesStage';
import doesDate from '@salesforce/label/c.handrailLostDoesDate';
import doesAnswer from '@salesforce/label/c.handrailLostDoesAnswer';
import none from '@salesforce/label/c.handrailLostNone';
import already from '@salesforce/label/c.handrailLostAlready';
import readOnly from '@salesforce/label/c.handrailLostReadOnly';
import saved from '@salesforce/label/c.handrailLostSaved';
import errorTitle from '@salesforce/label/c.handrailLostErrorTitle';
import leave from '@salesforce/label/c.handrailLostLeave';
import keep from '@salesforce/label/c.handrailLostKeep';
import leaveNow from '@salesforce/label/c.handrailLostLeaveNow';
import goes from '@salesforce/label/c.handrailLostGoes';
import goesText from '@salesforce/label/c.handrailLostGoesText';
import goesRow from '@salesforce/label/c.handrailLostGoesRow';
import budget from '@salesforce/label/c.handrailLostBudget';
import budgetUsed from '@salesforce/label/c.handrailLostBudgetUsed';

export const texts = {
    title,
    loading,
    what,
    precisely,
    choices,
    deprecated,
    cancel,
    does,
    doesStage,
    doesDate,
    doesAnswer,
    none,
    already,
    readOnly,
    saved,
    errorTitle,
    leave,
    keep,
    leaveNow,
    goes,
    goesText,
    goesRow,
    budget,
    budgetUsed
};
