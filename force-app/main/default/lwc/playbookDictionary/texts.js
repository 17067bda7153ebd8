/** The fixed texts of the dictionary. */
import title from '@salesforce/label/c.handrailBookTitle';
import version0 from '@salesforce/label/c.handrailBookVersion0';
import find from '@salesforce/label/c.handrailBookFind';
import kindsLabel from '@salesforce/label/c.handrailBookKindsLabel';
import kindCount from '@salesforce/label/c.handrailBookKindCount';
import everything from '@salesforce/label/c.handrailBookEverything';
import terms from '@salesforce/label/c.handrailBookTerms';
import stages from '@salesforce/label/c.handrailBookStages';
import metricsAll from '@salesforce/label/c.handrailBookMetricsAll';
import handoffs from '@salesforce/label/c.handrailBookHandoffs';
import cadences from '@salesforce/label/c.handrailBookCadences';
import term from '@salesforce/label/c.handrailBookTerm';
import stage from '@salesforce/label/c.handrailBookStage';
import metric from '@salesforce/label/c.handrailBookMetric';
import handoff from '@salesforce/label/c.handrailBookHandoff';
import cadence from '@salesforce/label/c.handrailBookCadence';
import test from '@salesforce/label/c.handrailBookTest';
import owners from '@salesforce/label/c.handrailBookOwners';
import approver from '@salesforce/label/c.handrailBookApprover';
import systemOfRecord from '@salesforce/label/c.handrailBookSystemOfRecord';
import reviewBy from '@salesforce/label/c.handrailBookReviewBy';
import formula from '@salesforce/label/c.handrailBookFormula';
import period from '@salesforce/label/c.handrailBookPeriod';
import decision from '@salesforce/label/c.handrailBookDecision';
import tier from '@salesforce/label/c.handrailBookTier';
import version from '@salesforce/label/c.handrailBookVersion';
import buyerAction from '@salesforce/label/c.handrailBookBuyerAction';
import maxDays from '@salesforce/label/c.handrailBookMaxDays';
import categories from '@salesforce/label/c.handrailBookCategories';
import clocks from '@salesforce/label/c.handrailBookClocks';
import preRead from '@salesforce/label/c.handrailBookPreRead';
import metrics from '@salesforce/label/c.handrailBookMetrics';
import meets from '@salesforce/label/c.handrailBookMeets';
import minutes from '@salesforce/label/c.handrailBookMinutes';
import inShadow from '@salesforce/label/c.handrailBookInShadow';
import examples from '@salesforce/label/c.handrailBookExamples';
import criteria from '@salesforce/label/c.handrailBookCriteria';
import variants from '@salesforce/label/c.handrailBookVariants';
import packet from '@salesforce/label/c.handrailBookPacket';
import agenda from '@salesforce/label/c.handrailBookAgenda';
import link from '@salesforce/label/c.handrailBookLink';
import linkTo from '@salesforce/label/c.handrailBookLinkTo';
import shownOf from '@salesforce/label/c.handrailBookShownOf';
import showAll from '@salesforce/label/c.handrailBookShowAll';
import more from '@salesforce/label/c.handrailBookMore';
import nothing from '@salesforce/label/c.handrailBookNothing';

export const texts = {
    title,
    version0,
    find,
    kindsLabel,
    kindCount,
    everything,
    terms,
    stages,
    metricsAll,
    handoffs,
    cadences,
    term,
    stage,
    metric,
    handoff,
    cadence,
    test,
    owners,
    approver,
    systemOfRecord,
    reviewBy,
    formula,
    period,
    decision,
    tier,
    version,
    buyerAction,
    maxDays,
    categories,
    clocks,
    preRead,
    metrics,
    meets,
    minutes,
    inShadow,
    examples,
    criteria,
    variants,
    packet,
    agenda,
    link,
    linkTo,
    shownOf,
    showAll,
    more,
    nothing
};
