/** Every fixed text of the components, by its short name. Translations live in the org's custom labels. */
import title from '@salesforce/label/c.handrailTitle';
import playbookVersion from '@salesforce/label/c.handrailPlaybookVersion';
import loading from '@salesforce/label/c.handrailLoading';
import refresh from '@salesforce/label/c.handrailRefresh';
import now from '@salesforce/label/c.handrailNow';
import next from '@salesforce/label/c.handrailNext';
import day from '@salesforce/label/c.handrailDay';
import dayOfMax from '@salesforce/label/c.handrailDayOfMax';
import dayOver from '@salesforce/label/c.handrailDayOver';
import criteriaAway from '@salesforce/label/c.handrailCriteriaAway';
import criterionAway from '@salesforce/label/c.handrailCriterionAway';
import ready from '@salesforce/label/c.handrailReady';
import notSavedYet from '@salesforce/label/c.handrailNotSavedYet';
import buyerAction from '@salesforce/label/c.handrailBuyerAction';
import progress from '@salesforce/label/c.handrailProgress';
import progressBar from '@salesforce/label/c.handrailProgressBar';
import moreInShadow from '@salesforce/label/c.handrailMoreInShadow';
import whenYouSave from '@salesforce/label/c.handrailWhenYouSave';
import toDo from '@salesforce/label/c.handrailToDo';
import openCount from '@salesforce/label/c.handrailOpenCount';
import toFix from '@salesforce/label/c.handrailToFix';
import fieldsKept from '@salesforce/label/c.handrailFieldsKept';
import fieldKept from '@salesforce/label/c.handrailFieldKept';
import shadow from '@salesforce/label/c.handrailShadow';
import shadowFrom from '@salesforce/label/c.handrailShadowFrom';
import shadowNoDate from '@salesforce/label/c.handrailShadowNoDate';
import shadowCollapsed from '@salesforce/label/c.handrailShadowCollapsed';
import shadowOpen from '@salesforce/label/c.handrailShadowOpen';
import fillIn from '@salesforce/label/c.handrailFillIn';
import met from '@salesforce/label/c.handrailMet';
import willBeMet from '@salesforce/label/c.handrailWillBeMet';
import willBeMetText from '@salesforce/label/c.handrailWillBeMetText';
import refused from '@salesforce/label/c.handrailRefused';
import checkedOnSave from '@salesforce/label/c.handrailCheckedOnSave';
import why from '@salesforce/label/c.handrailWhy';
import decision from '@salesforce/label/c.handrailDecision';
import criteriaToGo from '@salesforce/label/c.handrailCriteriaToGo';
import criterionToGo from '@salesforce/label/c.handrailCriterionToGo';
import save from '@salesforce/label/c.handrailSave';
import advance from '@salesforce/label/c.handrailAdvance';
import saveAndAdvance from '@salesforce/label/c.handrailSaveAndAdvance';
import discard from '@salesforce/label/c.handrailDiscard';
import copyMessages from '@salesforce/label/c.handrailCopyMessages';
import readyFor from '@salesforce/label/c.handrailReadyFor';
import readyText from '@salesforce/label/c.handrailReadyText';
import readyTextOne from '@salesforce/label/c.handrailReadyTextOne';
import refusedTitle from '@salesforce/label/c.handrailRefusedTitle';
import refusedTitleOne from '@salesforce/label/c.handrailRefusedTitleOne';
import outsideGate from '@salesforce/label/c.handrailOutsideGate';
import recordMessage from '@salesforce/label/c.handrailRecordMessage';
import requiredByOrg from '@salesforce/label/c.handrailRequiredByOrg';
import fixThenRetry from '@salesforce/label/c.handrailFixThenRetry';
import nowIn from '@salesforce/label/c.handrailNowIn';
import saved from '@salesforce/label/c.handrailSaved';
import copied from '@salesforce/label/c.handrailCopied';
import emptyTitle from '@salesforce/label/c.handrailEmptyTitle';
import emptyText from '@salesforce/label/c.handrailEmptyText';
import closed from '@salesforce/label/c.handrailClosed';
import errorTitle from '@salesforce/label/c.handrailErrorTitle';
import errorText from '@salesforce/label/c.handrailErrorText';
import tryAgain from '@salesforce/label/c.handrailTryAgain';
import copyDetails from '@salesforce/label/c.handrailCopyDetails';
import noFieldEdit from '@salesforce/label/c.handrailNoFieldEdit';
import noFieldRead from '@salesforce/label/c.handrailNoFieldRead';
import readOnly from '@salesforce/label/c.handrailReadOnly';
import afterThis from '@salesforce/label/c.handrailAfterThis';
import afterThisOne from '@salesforce/label/c.handrailAfterThisOne';
import setsCategory from '@salesforce/label/c.handrailSetsCategory';
import none from '@salesforce/label/c.handrailNone';
import chooseContact from '@salesforce/label/c.handrailChooseContact';
import choose from '@salesforce/label/c.handrailChoose';
import noChoice from '@salesforce/label/c.handrailNoChoice';
import loadingChoices from '@salesforce/label/c.handrailLoadingChoices';
import moreChoices from '@salesforce/label/c.handrailMoreChoices';
import needsAccount from '@salesforce/label/c.handrailNeedsAccount';
import chooseOnRecord from '@salesforce/label/c.handrailChooseOnRecord';
import selected from '@salesforce/label/c.handrailSelected';
import available from '@salesforce/label/c.handrailAvailable';
import override from '@salesforce/label/c.handrailOverrideWord';
import overrideRow from '@salesforce/label/c.handrailOverrideRowText';
import askOverride from '@salesforce/label/c.handrailOverrideAsk';
import yes from '@salesforce/label/c.handrailYes';
import no from '@salesforce/label/c.handrailNo';
import chooseContactOne from '@salesforce/label/c.handrailChooseContactOne';
import noPlaybookFieldEdit from '@salesforce/label/c.handrailNoPlaybookFieldEdit';
import bypassed from '@salesforce/label/c.handrailBypassed';
import stale from '@salesforce/label/c.handrailStale';
import reload from '@salesforce/label/c.handrailReload';
import entriesKept from '@salesforce/label/c.handrailEntriesKept';
import entryKept from '@salesforce/label/c.handrailEntryKept';
import changedBy from '@salesforce/label/c.handrailChangedBy';
import somebody from '@salesforce/label/c.handrailSomebody';
import yoursTheirs from '@salesforce/label/c.handrailYoursTheirs';
import yourChoice from '@salesforce/label/c.handrailYourChoice';
import blank from '@salesforce/label/c.handrailBlankValue';
import keepMine from '@salesforce/label/c.handrailKeepMine';
import takeTheirs from '@salesforce/label/c.handrailTakeTheirs';
import evidence from '@salesforce/label/c.handrailEvidence';
import evidenceText from '@salesforce/label/c.handrailEvidenceText';
import evidenceChance from '@salesforce/label/c.handrailEvidenceChance';
import noValue from '@salesforce/label/c.handrailNoValue';
import noAnswer from '@salesforce/label/c.handrailNoAnswer';
import sessionOver from '@salesforce/label/c.handrailSessionOver';
import sessionOverKept from '@salesforce/label/c.handrailSessionOverKept';
import notSavedKept from '@salesforce/label/c.handrailNotSavedKept';
import saving from '@salesforce/label/c.handrailSaving';

export const labels = {
    title,
    playbookVersion,
    loading,
    refresh,
    now,
    next,
    day,
    dayOfMax,
    dayOver,
    criteriaAway,
    criterionAway,
    ready,
    notSavedYet,
    buyerAction,
    progress,
    progressBar,
    moreInShadow,
    whenYouSave,
    toDo,
    openCount,
    toFix,
    fieldsKept,
    fieldKept,
    shadow,
    shadowFrom,
    shadowNoDate,
    shadowCollapsed,
    shadowOpen,
    fillIn,
    met,
    willBeMet,
    willBeMetText,
    refused,
    checkedOnSave,
    why,
    decision,
    criteriaToGo,
    criterionToGo,
    save,
    advance,
    saveAndAdvance,
    discard,
    copyMessages,
    readyFor,
    readyText,
    readyTextOne,
    refusedTitle,
    refusedTitleOne,
    outsideGate,
    recordMessage,
    requiredByOrg,
    fixThenRetry,
    nowIn,
    saved,
    copied,
    emptyTitle,
    emptyText,
    closed,
    errorTitle,
    errorText,
    tryAgain,
    copyDetails,
    noFieldEdit,
    noFieldRead,
    readOnly,
    afterThis,
    afterThisOne,
    setsCategory,
    none,
    chooseContact,
    choose,
    noChoice,
    loadingChoices,
    moreChoices,
    needsAccount,
    chooseOnRecord,
    selected,
    available,
    override,
    overrideRow,
    askOverride,
    yes,
    no,
    chooseContactOne,
    noPlaybookFieldEdit,
    bypassed,
    stale,
    reload,
    entriesKept,
    entryKept,
    changedBy,
    somebody,
    yoursTheirs,
    yourChoice,
    blank,
    keepMine,
    takeTheirs,
    evidence,
    evidenceText,
    evidenceChance,
    noValue,
    noAnswer,
    sessionOver,
    sessionOverKept,
    notSavedKept,
    saving
};

/**
 * Fills the places `{0}`, `{1}`, … of a label.
 * @param {string} label
 * @param {...(string | number)} values
 * @returns {string}
 */
export function format(label, ...values) {
    return label.replace(/\{(\d+)\}/g, (place, index) => String(values[Number(index)] ?? place));
}
