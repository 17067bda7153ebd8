/** The fixed texts of forecast accuracy. */
import title from '@salesforce/label/c.handrailForecastTitle';
import eyebrow from '@salesforce/label/c.handrailForecastEyebrow';
import emptyText from '@salesforce/label/c.handrailForecastEmptyText';
import quarter from '@salesforce/label/c.handrailForecastQuarter';
import category from '@salesforce/label/c.handrailForecastCategory';
import how from '@salesforce/label/c.handrailForecastHow';
import howOf from '@salesforce/label/c.handrailForecastHowOf';
import day from '@salesforce/label/c.handrailForecastDay';
import bias from '@salesforce/label/c.handrailForecastBias';
import noAccuracy from '@salesforce/label/c.handrailForecastNoAccuracy';
import noSnapshot from '@salesforce/label/c.handrailForecastNoSnapshot';
import notEstimated from '@salesforce/label/c.handrailForecastNotEstimated';
import accuracyTitle from '@salesforce/label/c.handrailForecastAccuracyTitle';
import accuracyText from '@salesforce/label/c.handrailForecastAccuracyText';
import asOfSnapshot from '@salesforce/label/c.handrailForecastAsOfSnapshot';
import target from '@salesforce/label/c.handrailForecastTarget';
import targetMet from '@salesforce/label/c.handrailForecastTargetMet';
import targetNear from '@salesforce/label/c.handrailForecastTargetNear';
import targetFar from '@salesforce/label/c.handrailForecastTargetFar';
import bridgeTitle from '@salesforce/label/c.handrailForecastBridgeTitle';
import bridgeText from '@salesforce/label/c.handrailForecastBridgeText';
import axis from '@salesforce/label/c.handrailForecastAxis';
import bridgeSentence from '@salesforce/label/c.handrailForecastBridgeSentence';
import forecast from '@salesforce/label/c.handrailForecastForecast';
import won from '@salesforce/label/c.handrailForecastWon';
import lineLost from '@salesforce/label/c.handrailForecastLineLost';
import linePushed from '@salesforce/label/c.handrailForecastLinePushed';
import lineAmount from '@salesforce/label/c.handrailForecastLineAmount';
import lineGrown from '@salesforce/label/c.handrailForecastLineGrown';
import lineShrunk from '@salesforce/label/c.handrailForecastLineShrunk';
import lineClosed from '@salesforce/label/c.handrailForecastLineClosed';
import linePulled from '@salesforce/label/c.handrailForecastLinePulled';
import lineBelow from '@salesforce/label/c.handrailForecastLineBelow';
import lineCreated from '@salesforce/label/c.handrailForecastLineCreated';
import lineWithdrawn from '@salesforce/label/c.handrailForecastLineWithdrawn';
import lineOpen from '@salesforce/label/c.handrailForecastLineOpen';
import notExplained from '@salesforce/label/c.handrailForecastNotExplained';
import gap from '@salesforce/label/c.handrailForecastGap';
import pushedTitle from '@salesforce/label/c.handrailForecastPushedTitle';
import pushedText from '@salesforce/label/c.handrailForecastPushedText';
import pushedNote from '@salesforce/label/c.handrailForecastPushedNote';
import pushedOut from '@salesforce/label/c.handrailForecastPushedOut';
import soFar from '@salesforce/label/c.handrailForecastSoFar';
import definition from '@salesforce/label/c.handrailForecastDefinition';
import reasonsTitle from '@salesforce/label/c.handrailForecastReasonsTitle';
import reasonsText from '@salesforce/label/c.handrailForecastReasonsText';
import noReason from '@salesforce/label/c.handrailForecastNoReason';
import noReasons from '@salesforce/label/c.handrailForecastNoReasons';
import deal from '@salesforce/label/c.handrailForecastDeal';
import deals from '@salesforce/label/c.handrailForecastDeals';
import headAccuracy from '@salesforce/label/c.handrailForecastHeadAccuracy';
import headAccuracyLine from '@salesforce/label/c.handrailForecastHeadAccuracyLine';
import headBias from '@salesforce/label/c.handrailForecastHeadBias';
import headBiasLine from '@salesforce/label/c.handrailForecastHeadBiasLine';
import alwaysHigh from '@salesforce/label/c.handrailForecastAlwaysHigh';
import alwaysLow from '@salesforce/label/c.handrailForecastAlwaysLow';
import headCause from '@salesforce/label/c.handrailForecastHeadCause';
import noCause from '@salesforce/label/c.handrailForecastNoCause';
import headOwners from '@salesforce/label/c.handrailForecastHeadOwners';
import headOwnersLine from '@salesforce/label/c.handrailForecastHeadOwnersLine';
import methodsTitle from '@salesforce/label/c.handrailForecastMethodsTitle';
import methodsText from '@salesforce/label/c.handrailForecastMethodsText';
import method from '@salesforce/label/c.handrailForecastMethod';
import accuracy from '@salesforce/label/c.handrailForecastAccuracy';
import and from '@salesforce/label/c.handrailForecastAnd';
import leadTitle from '@salesforce/label/c.handrailForecastLeadTitle';
import leadText from '@salesforce/label/c.handrailForecastLeadText';
import leadIndicator from '@salesforce/label/c.handrailForecastLeadIndicator';
import leadNow from '@salesforce/label/c.handrailForecastLeadNow';
import leadWith from '@salesforce/label/c.handrailForecastLeadWith';
import leadAgainst from '@salesforce/label/c.handrailForecastLeadAgainst';
import leadLittle from '@salesforce/label/c.handrailForecastLeadLittle';
import leadDetail from '@salesforce/label/c.handrailForecastLeadDetail';
import leadOthers from '@salesforce/label/c.handrailForecastLeadOthers';
import leadNone from '@salesforce/label/c.handrailForecastLeadNone';

export const words = {
    title,
    eyebrow,
    emptyText,
    quarter,
    category,
    how,
    howOf,
    day,
    bias,
    noAccuracy,
    noSnapshot,
    notEstimated,
    accuracyTitle,
    accuracyText,
    asOfSnapshot,
    target,
    targetMet,
    targetNear,
    targetFar,
    bridgeTitle,
    bridgeText,
    axis,
    bridgeSentence,
    forecast,
    won,
    lineLost,
    linePushed,
    lineAmount,
    lineGrown,
    lineShrunk,
    lineClosed,
    linePulled,
    lineBelow,
    lineCreated,
    lineWithdrawn,
    lineOpen,
    notExplained,
    gap,
    pushedTitle,
    pushedText,
    pushedNote,
    pushedOut,
    soFar,
    definition,
    reasonsTitle,
    reasonsText,
    noReason,
    noReasons,
    deal,
    deals,
    headAccuracy,
    headAccuracyLine,
    headBias,
    headBiasLine,
    alwaysHigh,
    alwaysLow,
    headCause,
    noCause,
    headOwners,
    headOwnersLine,
    methodsTitle,
    methodsText,
    method,
    accuracy,
    and,
    leadTitle,
    leadText,
    leadIndicator,
    leadNow,
    leadWith,
    leadAgainst,
    leadLittle,
    leadDetail,
    leadOthers,
    leadNone
};
