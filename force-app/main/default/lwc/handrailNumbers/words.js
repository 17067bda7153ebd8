/** The fixed texts that all pages of numbers share. */
import times from '@salesforce/label/c.handrailNumTimes';
import days from '@salesforce/label/c.handrailNumDays';
import minutes from '@salesforce/label/c.handrailNumMinutes';
import months from '@salesforce/label/c.handrailNumMonths';
import points from '@salesforce/label/c.handrailNumPoints';
import quarter from '@salesforce/label/c.handrailNumQuarter';
import fiscalQuarter from '@salesforce/label/c.handrailNumFiscalQuarter';
import upTo from '@salesforce/label/c.handrailNumUpTo';
import toDate from '@salesforce/label/c.handrailNumToDate';
import company from '@salesforce/label/c.handrailNumCompany';
import team from '@salesforce/label/c.handrailNumTeam';
import period from '@salesforce/label/c.handrailNumPeriod';
import noValue from '@salesforce/label/c.handrailNumNoValue';
import inBand from '@salesforce/label/c.handrailNumInBand';
import belowBand from '@salesforce/label/c.handrailNumBelowBand';
import aboveBand from '@salesforce/label/c.handrailNumAboveBand';
import immature from '@salesforce/label/c.handrailNumImmature';
import lowN from '@salesforce/label/c.handrailNumLowN';
import undefinedState from '@salesforce/label/c.handrailNumUndefinedState';
import partialAccess from '@salesforce/label/c.handrailNumPartialAccess';
import stale from '@salesforce/label/c.handrailNumStale';
import noTarget from '@salesforce/label/c.handrailNumNoTarget';
import targetMost from '@salesforce/label/c.handrailNumTargetMost';
import targetLeast from '@salesforce/label/c.handrailNumTargetLeast';
import targetBand from '@salesforce/label/c.handrailNumTargetBand';
import notSynced from '@salesforce/label/c.handrailNumNotSynced';
import lowNLine from '@salesforce/label/c.handrailNumLowNLine';
import counted from '@salesforce/label/c.handrailNumCounted';
import countedOne from '@salesforce/label/c.handrailNumCountedOne';
import ofAll from '@salesforce/label/c.handrailNumOfAll';
import over from '@salesforce/label/c.handrailNumOver';
import numerator from '@salesforce/label/c.handrailNumNumerator';
import denominator from '@salesforce/label/c.handrailNumDenominator';
import loading from '@salesforce/label/c.handrailNumLoading';
import emptyTitle from '@salesforce/label/c.handrailNumEmptyTitle';
import emptyText from '@salesforce/label/c.handrailNumEmptyText';
import copyCommand from '@salesforce/label/c.handrailNumCopyCommand';
import copied from '@salesforce/label/c.handrailNumCopied';
import notCopied from '@salesforce/label/c.handrailNumNotCopied';
import forbiddenTitle from '@salesforce/label/c.handrailNumForbiddenTitle';
import forbiddenText from '@salesforce/label/c.handrailNumForbiddenText';
import errorTitle from '@salesforce/label/c.handrailNumErrorTitle';
import errorText from '@salesforce/label/c.handrailNumErrorText';
import tryAgain from '@salesforce/label/c.handrailNumTryAgain';
import copyDetails from '@salesforce/label/c.handrailNumCopyDetails';
import asOf from '@salesforce/label/c.handrailNumAsOf';
import definitions from '@salesforce/label/c.handrailNumDefinitions';
import staleStrip from '@salesforce/label/c.handrailNumStaleStrip';
import partly from '@salesforce/label/c.handrailNumPartly';
import recordsOf from '@salesforce/label/c.handrailNumRecordsOf';
import recordOne from '@salesforce/label/c.handrailNumRecordOne';
import recordCount from '@salesforce/label/c.handrailNumRecordCount';
import recordsLoading from '@salesforce/label/c.handrailNumRecordsLoading';
import recordsFailed from '@salesforce/label/c.handrailNumRecordsFailed';
import recordsNone from '@salesforce/label/c.handrailNumRecordsNone';
import showMore from '@salesforce/label/c.handrailNumShowMore';
import recordHiddenOne from '@salesforce/label/c.handrailNumRecordHiddenOne';
import recordsHidden from '@salesforce/label/c.handrailNumRecordsHidden';
import close from '@salesforce/label/c.handrailNumClose';
import dimSegment from '@salesforce/label/c.handrailNumDimSegment';
import dimSource from '@salesforce/label/c.handrailNumDimSource';
import dimOwner from '@salesforce/label/c.handrailNumDimOwner';
import dimBand from '@salesforce/label/c.handrailNumDimBand';
import dimTier from '@salesforce/label/c.handrailNumDimTier';
import dimStage from '@salesforce/label/c.handrailNumDimStage';
import dimKind from '@salesforce/label/c.handrailNumDimKind';
import dimMotion from '@salesforce/label/c.handrailNumDimMotion';
import dimRegion from '@salesforce/label/c.handrailNumDimRegion';
import dimCsm from '@salesforce/label/c.handrailNumDimCsm';

export const texts = {
    times,
    days,
    minutes,
    months,
    points,
    quarter,
    fiscalQuarter,
    upTo,
    toDate,
    company,
    team,
    period,
    noValue,
    inBand,
    belowBand,
    aboveBand,
    immature,
    lowN,
    undefinedState,
    partialAccess,
    stale,
    noTarget,
    targetMost,
    targetLeast,
    targetBand,
    notSynced,
    lowNLine,
    counted,
    countedOne,
    ofAll,
    over,
    numerator,
    denominator,
    loading,
    emptyTitle,
    emptyText,
    copyCommand,
    copied,
    notCopied,
    forbiddenTitle,
    forbiddenText,
    errorTitle,
    errorText,
    tryAgain,
    copyDetails,
    asOf,
    definitions,
    staleStrip,
    partly,
    recordsOf,
    recordOne,
    recordCount,
    recordsLoading,
    recordsFailed,
    recordsNone,
    showMore,
    recordHiddenOne,
    recordsHidden,
    close,
    dimSegment,
    dimSource,
    dimOwner,
    dimBand,
    dimTier,
    dimStage,
    dimKind,
    dimMotion,
    dimRegion,
    dimCsm
};

const DIMENSIONS = { segment: dimSegment, source: dimSource, owner: dimOwner, band: dimBand, team, tier: dimTier, stage: dimStage, kind: dimKind, motion: dimMotion, region: dimRegion, csm: dimCsm };

/** @param {string} dimension as the playbook names it */
export const dimensionText = (dimension) => DIMENSIONS[dimension] ?? dimension.replaceAll('_', ' ');
