/** The fixed texts of a meeting pack. What the pack itself says is in the language of the playbook. */
import meeting from '@salesforce/label/c.handrailPackMeeting';
import day from '@salesforce/label/c.handrailPackDay';
import title from '@salesforce/label/c.handrailPackTitle';
import titleOf from '@salesforce/label/c.handrailPackTitleOf';
import eyebrow from '@salesforce/label/c.handrailPackEyebrow';
import against from '@salesforce/label/c.handrailPackAgainst';
import noEarlier from '@salesforce/label/c.handrailPackNoEarlier';
import first from '@salesforce/label/c.handrailPackFirst';
import nothingFirst from '@salesforce/label/c.handrailPackNothingFirst';
import nothingFirstText from '@salesforce/label/c.handrailPackNothingFirstText';
import agenda from '@salesforce/label/c.handrailPackAgenda';
import agendaText from '@salesforce/label/c.handrailPackAgendaText';
import numbers from '@salesforce/label/c.handrailPackNumbers';
import before from '@salesforce/label/c.handrailPackBefore';
import box from '@salesforce/label/c.handrailPackBox';
import overdue from '@salesforce/label/c.handrailPackOverdue';
import ofOpen from '@salesforce/label/c.handrailPackOfOpen';
import blocked from '@salesforce/label/c.handrailPackBlocked';
import blockedText from '@salesforce/label/c.handrailPackBlockedText';
import unowned from '@salesforce/label/c.handrailPackUnowned';
import unownedText from '@salesforce/label/c.handrailPackUnownedText';
import findings from '@salesforce/label/c.handrailPackFindings';
import findingsText from '@salesforce/label/c.handrailPackFindingsText';
import tiles from '@salesforce/label/c.handrailPackTiles';
import reviewed from '@salesforce/label/c.handrailPackReviewed';
import markReviewed from '@salesforce/label/c.handrailPackMarkReviewed';
import marked from '@salesforce/label/c.handrailPackMarked';
import notMarked from '@salesforce/label/c.handrailPackNotMarked';
import earlier from '@salesforce/label/c.handrailPackEarlier';
import showCurrent from '@salesforce/label/c.handrailPackShowCurrent';
import emptyTitle from '@salesforce/label/c.handrailPackEmptyTitle';
import emptyText from '@salesforce/label/c.handrailPackEmptyText';
import forbiddenTitle from '@salesforce/label/c.handrailPackForbiddenTitle';
import forbiddenText from '@salesforce/label/c.handrailPackForbiddenText';
import unreadable from '@salesforce/label/c.handrailPackUnreadable';
import leftOut from '@salesforce/label/c.handrailPackLeftOut';
import record from '@salesforce/label/c.handrailPipelineRecord';
import recorded from '@salesforce/label/c.handrailPipelineRecorded';

export const words = {
    meeting,
    day,
    title,
    titleOf,
    eyebrow,
    against,
    noEarlier,
    first,
    nothingFirst,
    nothingFirstText,
    agenda,
    agendaText,
    numbers,
    before,
    box,
    overdue,
    ofOpen,
    blocked,
    blockedText,
    unowned,
    unownedText,
    findings,
    findingsText,
    tiles,
    reviewed,
    markReviewed,
    marked,
    notMarked,
    earlier,
    showCurrent,
    emptyTitle,
    emptyText,
    forbiddenTitle,
    forbiddenText,
    unreadable,
    leftOut,
    record,
    recorded
};
