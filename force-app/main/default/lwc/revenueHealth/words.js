/** The fixed texts of revenue health. */
import title from '@salesforce/label/c.handrailHealthTitle';
import eyebrow from '@salesforce/label/c.handrailHealthEyebrow';
import latest from '@salesforce/label/c.handrailHealthLatest';
import how from '@salesforce/label/c.handrailHealthHow';
import howOf from '@salesforce/label/c.handrailHealthHowOf';
import notCut from '@salesforce/label/c.handrailHealthNotCut';
import course from '@salesforce/label/c.handrailHealthCourse';
import between from '@salesforce/label/c.handrailHealthBetween';
import funnelTitle from '@salesforce/label/c.handrailHealthFunnelTitle';
import funnelText from '@salesforce/label/c.handrailHealthFunnelText';
import stage from '@salesforce/label/c.handrailHealthStage';
import deals from '@salesforce/label/c.handrailHealthDeals';
import goOn from '@salesforce/label/c.handrailHealthGoOn';
import usual from '@salesforce/label/c.handrailHealthUsual';
import medianDays from '@salesforce/label/c.handrailHealthMedianDays';
import underUsual from '@salesforce/label/c.handrailHealthUnderUsual';
import worst from '@salesforce/label/c.handrailHealthWorst';
import leaksTitle from '@salesforce/label/c.handrailHealthLeaksTitle';
import leaksText from '@salesforce/label/c.handrailHealthLeaksText';
import inAll from '@salesforce/label/c.handrailHealthInAll';
import noLeaks from '@salesforce/label/c.handrailHealthNoLeaks';
import leak1 from '@salesforce/label/c.handrailHealthLeak1';
import leak2 from '@salesforce/label/c.handrailHealthLeak2';
import leak3 from '@salesforce/label/c.handrailHealthLeak3';
import leak4 from '@salesforce/label/c.handrailHealthLeak4';
import leak5 from '@salesforce/label/c.handrailHealthLeak5';
import leakRots from '@salesforce/label/c.handrailHealthLeakRots';
import leakKind from '@salesforce/label/c.handrailHealthLeakKind';
import leakStep from '@salesforce/label/c.handrailHealthLeakStep';
import leakGate from '@salesforce/label/c.handrailHealthLeakGate';
import atRisk from '@salesforce/label/c.handrailHealthAtRisk';
import estimate from '@salesforce/label/c.handrailHealthEstimate';
import known from '@salesforce/label/c.handrailHealthKnown';
import seeRecord from '@salesforce/label/c.handrailHealthSeeRecord';
import seeRecords from '@salesforce/label/c.handrailHealthSeeRecords';
import owners from '@salesforce/label/c.handrailHealthOwners';
import slicesTitle from '@salesforce/label/c.handrailHealthSlicesTitle';
import slicesText from '@salesforce/label/c.handrailHealthSlicesText';
import sliceBy from '@salesforce/label/c.handrailHealthSliceBy';
import wonOfClosed from '@salesforce/label/c.handrailHealthWonOfClosed';
import winRange from '@salesforce/label/c.handrailHealthWinRange';
import range from '@salesforce/label/c.handrailHealthRange';
import lowNOf from '@salesforce/label/c.handrailHealthLowNOf';
import greenZone from '@salesforce/label/c.handrailHealthGreenZone';
import totals from '@salesforce/label/c.handrailHealthTotals';

export const words = {
    title,
    eyebrow,
    latest,
    how,
    howOf,
    notCut,
    course,
    between,
    funnelTitle,
    funnelText,
    stage,
    deals,
    goOn,
    usual,
    medianDays,
    underUsual,
    worst,
    leaksTitle,
    leaksText,
    inAll,
    noLeaks,
    leak1,
    leak2,
    leak3,
    leak4,
    leak5,
    leakRots,
    leakKind,
    leakStep,
    leakGate,
    atRisk,
    estimate,
    known,
    seeRecord,
    seeRecords,
    owners,
    slicesTitle,
    slicesText,
    sliceBy,
    wonOfClosed,
    winRange,
    range,
    lowNOf,
    greenZone,
    totals
};
