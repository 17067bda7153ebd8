/** The fixed texts of the evidence about criteria. */
import title from '@salesforce/label/c.handrailEvidenceTitle';
import eyebrow from '@salesforce/label/c.handrailEvidenceEyebrow';
import latest from '@salesforce/label/c.handrailEvidenceLatest';
import segment from '@salesforce/label/c.handrailEvidenceSegment';
import tableTitle from '@salesforce/label/c.handrailEvidenceTableTitle';
import tableText from '@salesforce/label/c.handrailEvidenceTableText';
import criterion from '@salesforce/label/c.handrailEvidenceCriterion';
import lift from '@salesforce/label/c.handrailEvidenceLift';
import rangeTitle from '@salesforce/label/c.handrailEvidenceRangeTitle';
import range from '@salesforce/label/c.handrailEvidenceRange';
import noRange from '@salesforce/label/c.handrailEvidenceNoRange';
import metRate from '@salesforce/label/c.handrailEvidenceMetRate';
import unmetRate from '@salesforce/label/c.handrailEvidenceUnmetRate';
import fill from '@salesforce/label/c.handrailEvidenceFill';
import filler from '@salesforce/label/c.handrailEvidenceFiller';
import days from '@salesforce/label/c.handrailEvidenceDays';
import says from '@salesforce/label/c.handrailEvidenceSays';
import enforced from '@salesforce/label/c.handrailEvidenceEnforced';
import shadow from '@salesforce/label/c.handrailEvidenceShadow';
import retired from '@salesforce/label/c.handrailEvidenceRetired';
import tooFew from '@salesforce/label/c.handrailEvidenceTooFew';
import predicts from '@salesforce/label/c.handrailEvidencePredicts';
import proposeEnforce from '@salesforce/label/c.handrailEvidenceProposeEnforce';
import proposeRetire from '@salesforce/label/c.handrailEvidenceProposeRetire';
import unproven from '@salesforce/label/c.handrailEvidenceUnproven';
import against from '@salesforce/label/c.handrailEvidenceAgainst';
import allMet from '@salesforce/label/c.handrailEvidenceAllMet';
import nothing from '@salesforce/label/c.handrailEvidenceNothing';
import note from '@salesforce/label/c.handrailEvidenceNote';

export const words = {
    title,
    eyebrow,
    latest,
    segment,
    tableTitle,
    tableText,
    criterion,
    lift,
    rangeTitle,
    range,
    noRange,
    metRate,
    unmetRate,
    fill,
    filler,
    days,
    says,
    enforced,
    shadow,
    retired,
    tooFew,
    predicts,
    proposeEnforce,
    proposeRetire,
    unproven,
    against,
    allMet,
    nothing,
    note
};
