/** The fixed texts of the table. */
import deal from '@salesforce/label/c.handrailReviewDeal';
import owner from '@salesforce/label/c.handrailReviewOwner';
import stage from '@salesforce/label/c.handrailReviewStage';
import amount from '@salesforce/label/c.handrailReviewAmount';
import closes from '@salesforce/label/c.handrailReviewCloses';
import blockedBy from '@salesforce/label/c.handrailReviewBlockedBy';
import flags from '@salesforce/label/c.handrailReviewFlags';
import nextStep from '@salesforce/label/c.handrailReviewNextStep';
import nextDate from '@salesforce/label/c.handrailReviewNextDate';
import actions from '@salesforce/label/c.handrailReviewActions';
import caption from '@salesforce/label/c.handrailReviewCaption';
import shownOf from '@salesforce/label/c.handrailReviewShownOf';
import showAll from '@salesforce/label/c.handrailReviewShowAll';
import showMore from '@salesforce/label/c.handrailReviewShowMore';
import picked from '@salesforce/label/c.handrailReviewPicked';
import pick from '@salesforce/label/c.handrailReviewPick';
import pickAll from '@salesforce/label/c.handrailReviewPickAll';
import edit from '@salesforce/label/c.handrailReviewEdit';
import onlyOpen from '@salesforce/label/c.handrailReviewOnlyOpen';
import apply from '@salesforce/label/c.handrailReviewApply';
import applyOne from '@salesforce/label/c.handrailReviewApplyOne';
import clear from '@salesforce/label/c.handrailReviewClear';
import enterStep from '@salesforce/label/c.handrailReviewEnterStep';
import nothingOpen from '@salesforce/label/c.handrailReviewNothingOpen';
import savingOf from '@salesforce/label/c.handrailReviewSavingOf';
import savedRefused from '@salesforce/label/c.handrailReviewSavedRefused';
import savedOne from '@salesforce/label/c.handrailReviewSavedOne';
import sortedBy from '@salesforce/label/c.handrailReviewSortedBy';
import ascending from '@salesforce/label/c.handrailReviewAscending';
import descending from '@salesforce/label/c.handrailReviewDescending';
import save from '@salesforce/label/c.handrailReviewSave';
import cancel from '@salesforce/label/c.handrailReviewCancel';
import none from '@salesforce/label/c.handrailReviewNone';
import notSet from '@salesforce/label/c.handrailReviewNotSet';
import overdue from '@salesforce/label/c.handrailReviewOverdue';
import pushed from '@salesforce/label/c.handrailReviewPushed';
import notMoved from '@salesforce/label/c.handrailReviewNotMoved';
import moreTags from '@salesforce/label/c.handrailReviewMoreTags';
import inShadow from '@salesforce/label/c.handrailReviewInShadow';

export const texts = {
    deal,
    owner,
    stage,
    amount,
    closes,
    blockedBy,
    flags,
    nextStep,
    nextDate,
    actions,
    caption,
    shownOf,
    showAll,
    showMore,
    picked,
    pick,
    pickAll,
    edit,
    onlyOpen,
    apply,
    applyOne,
    clear,
    enterStep,
    nothingOpen,
    savingOf,
    savedRefused,
    savedOne,
    sortedBy,
    ascending,
    descending,
    save,
    cancel,
    none,
    notSet,
    overdue,
    pushed,
    notMoved,
    moreTags,
    inShadow
};
