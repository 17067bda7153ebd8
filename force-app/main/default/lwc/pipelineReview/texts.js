/** The fixed texts of the page. */
import question from '@salesforce/label/c.handrailPipelineQuestion';
import title from '@salesforce/label/c.handrailPipelineTitle';
import loading from '@salesforce/label/c.handrailPipelineLoading';
import errorTitle from '@salesforce/label/c.handrailPipelineErrorTitle';
import live from '@salesforce/label/c.handrailPipelineLive';
import reading from '@salesforce/label/c.handrailPipelineReading';
import incomplete from '@salesforce/label/c.handrailPipelineIncomplete';
import tiles from '@salesforce/label/c.handrailPipelineTiles';
import all from '@salesforce/label/c.handrailPipelineAll';
import blocked from '@salesforce/label/c.handrailPipelineBlocked';
import step from '@salesforce/label/c.handrailPipelineStep';
import stuck from '@salesforce/label/c.handrailPipelineStuck';
import passed from '@salesforce/label/c.handrailPipelinePassed';
import unproven from '@salesforce/label/c.handrailPipelineUnproven';
import deal from '@salesforce/label/c.handrailPipelineDeal';
import deals from '@salesforce/label/c.handrailPipelineDeals';
import ofPipeline from '@salesforce/label/c.handrailPipelineOfPipeline';
import notInCoverage from '@salesforce/label/c.handrailPipelineNotInCoverage';
import mostMoney from '@salesforce/label/c.handrailPipelineMostMoney';
import topThree from '@salesforce/label/c.handrailPipelineTopThree';
import overlap from '@salesforce/label/c.handrailPipelineOverlap';
import criterion from '@salesforce/label/c.handrailPipelineCriterion';
import dealsHead from '@salesforce/label/c.handrailPipelineDealsHead';
import amountHead from '@salesforce/label/c.handrailPipelineAmountHead';
import lately from '@salesforce/label/c.handrailPipelineLately';
import moved from '@salesforce/label/c.handrailPipelineMoved';
import pushedOften from '@salesforce/label/c.handrailPipelinePushedOften';
import overrides from '@salesforce/label/c.handrailPipelineOverrides';
import decisionsDue from '@salesforce/label/c.handrailPipelineDecisionsDue';
import owner from '@salesforce/label/c.handrailPipelineOwner';
import everyone from '@salesforce/label/c.handrailPipelineEveryone';
import closes from '@salesforce/label/c.handrailPipelineCloses';
import anyTime from '@salesforce/label/c.handrailPipelineAnyTime';
import closesPassed from '@salesforce/label/c.handrailPipelineClosesPassed';
import closesThis from '@salesforce/label/c.handrailPipelineClosesThis';
import closesNext from '@salesforce/label/c.handrailPipelineClosesNext';
import closesLater from '@salesforce/label/c.handrailPipelineClosesLater';
import category from '@salesforce/label/c.handrailPipelineCategory';
import anyCategory from '@salesforce/label/c.handrailPipelineAnyCategory';
import blockedBy from '@salesforce/label/c.handrailPipelineBlockedBy';
import anyCriterion from '@salesforce/label/c.handrailPipelineAnyCriterion';
import find from '@salesforce/label/c.handrailPipelineFind';
import clearFilters from '@salesforce/label/c.handrailPipelineClearFilters';
import titleBlocked from '@salesforce/label/c.handrailPipelineTitleBlocked';
import titleDeals from '@salesforce/label/c.handrailPipelineTitleDeals';
import titleBlockedOne from '@salesforce/label/c.handrailPipelineTitleBlockedOne';
import titleDealsOne from '@salesforce/label/c.handrailPipelineTitleDealsOne';
import noneBlocked from '@salesforce/label/c.handrailPipelineNoneBlocked';
import noneBlockedText from '@salesforce/label/c.handrailPipelineNoneBlockedText';
import noMatch from '@salesforce/label/c.handrailPipelineNoMatch';
import showAllDeals from '@salesforce/label/c.handrailPipelineShowAllDeals';
import record from '@salesforce/label/c.handrailPipelineRecord';
import recorded from '@salesforce/label/c.handrailPipelineRecorded';
import openDecisions from '@salesforce/label/c.handrailPipelineOpenDecisions';
import decisionNote from '@salesforce/label/c.handrailPipelineDecisionNote';
import noDecisions from '@salesforce/label/c.handrailPipelineNoDecisions';
import late from '@salesforce/label/c.handrailPipelineLate';
import nobody from '@salesforce/label/c.handrailPipelineNobody';

export const texts = {
    question,
    title,
    loading,
    errorTitle,
    live,
    reading,
    incomplete,
    tiles,
    all,
    blocked,
    step,
    stuck,
    passed,
    unproven,
    deal,
    deals,
    ofPipeline,
    notInCoverage,
    mostMoney,
    topThree,
    overlap,
    criterion,
    dealsHead,
    amountHead,
    lately,
    moved,
    pushedOften,
    overrides,
    decisionsDue,
    owner,
    everyone,
    closes,
    anyTime,
    closesPassed,
    closesThis,
    closesNext,
    closesLater,
    category,
    anyCategory,
    blockedBy,
    anyCriterion,
    find,
    clearFilters,
    titleBlocked,
    titleDeals,
    titleBlockedOne,
    titleDealsOne,
    noneBlocked,
    noneBlockedText,
    noMatch,
    showAllDeals,
    record,
    recorded,
    openDecisions,
    decisionNote,
    noDecisions,
    late,
    nobody
};
