/** The fixed texts of the page. */
import question from '@salesforce/label/c.handrailDefinitionsQuestion';
import title from '@salesforce/label/c.handrailDefinitionsTitle';
import loading from '@salesforce/label/c.handrailDefinitionsLoading';
import errorTitle from '@salesforce/label/c.handrailDefinitionsErrorTitle';
import noAccess from '@salesforce/label/c.handrailDefinitionsNoAccess';
import never from '@salesforce/label/c.handrailDefinitionsNever';
import neverText from '@salesforce/label/c.handrailDefinitionsNeverText';
import lastSync from '@salesforce/label/c.handrailDefinitionsLastSync';
import lastSyncPartly from '@salesforce/label/c.handrailDefinitionsLastSyncPartly';
import cost from '@salesforce/label/c.handrailDefinitionsCost';
import syncFailed from '@salesforce/label/c.handrailDefinitionsSyncFailed';
import syncFailedFirst from '@salesforce/label/c.handrailDefinitionsSyncFailedFirst';
import syncRunning from '@salesforce/label/c.handrailDefinitionsSyncRunning';
import stale from '@salesforce/label/c.handrailDefinitionsStale';
import syncRefused from '@salesforce/label/c.handrailDefinitionsSyncRefused';
import syncPartly from '@salesforce/label/c.handrailDefinitionsSyncPartly';
import exportList from '@salesforce/label/c.handrailDefinitionsExportList';
import copySync from '@salesforce/label/c.handrailDefinitionsCopySync';
import commandCopied from '@salesforce/label/c.handrailDefinitionsCommandCopied';
import notCopied from '@salesforce/label/c.handrailDefinitionsNotCopied';
import inOrg from '@salesforce/label/c.handrailDefinitionsInOrg';
import inRepository from '@salesforce/label/c.handrailDefinitionsInRepository';
import none from '@salesforce/label/c.handrailDefinitionsNone';
import sameVersion from '@salesforce/label/c.handrailDefinitionsSameVersion';
import behind from '@salesforce/label/c.handrailDefinitionsBehind';
import ahead from '@salesforce/label/c.handrailDefinitionsAhead';
import notDeployed from '@salesforce/label/c.handrailDefinitionsNotDeployed';
import versionsSentence from '@salesforce/label/c.handrailDefinitionsVersionsSentence';
import agree from '@salesforce/label/c.handrailDefinitionsAgree';
import countCritical from '@salesforce/label/c.handrailDefinitionsCountCritical';
import countHigh from '@salesforce/label/c.handrailDefinitionsCountHigh';
import countMedium from '@salesforce/label/c.handrailDefinitionsCountMedium';
import countUnchecked from '@salesforce/label/c.handrailDefinitionsCountUnchecked';
import critical from '@salesforce/label/c.handrailDefinitionsCritical';
import high from '@salesforce/label/c.handrailDefinitionsHigh';
import medium from '@salesforce/label/c.handrailDefinitionsMedium';
import low from '@salesforce/label/c.handrailDefinitionsLow';
import info from '@salesforce/label/c.handrailDefinitionsInfo';
import notChecked from '@salesforce/label/c.handrailDefinitionsNotChecked';
import place from '@salesforce/label/c.handrailDefinitionsPlace';
import places from '@salesforce/label/c.handrailDefinitionsPlaces';
import noFindings from '@salesforce/label/c.handrailDefinitionsNoFindings';
import since from '@salesforce/label/c.handrailDefinitionsSince';
import filterLabel from '@salesforce/label/c.handrailDefinitionsFilterLabel';
import filterOpen from '@salesforce/label/c.handrailDefinitionsFilterOpen';
import filterRecorded from '@salesforce/label/c.handrailDefinitionsFilterRecorded';
import filterIgnored from '@salesforce/label/c.handrailDefinitionsFilterIgnored';
import noneHere from '@salesforce/label/c.handrailDefinitionsNoneHere';
import cleanTitle from '@salesforce/label/c.handrailDefinitionsCleanTitle';
import clean from '@salesforce/label/c.handrailDefinitionsClean';
import mended from '@salesforce/label/c.handrailDefinitionsMended';
import changedBy from '@salesforce/label/c.handrailDefinitionsChangedBy';
import changedByOnly from '@salesforce/label/c.handrailDefinitionsChangedByOnly';
import changedUnknown from '@salesforce/label/c.handrailDefinitionsChangedUnknown';
import decided from '@salesforce/label/c.handrailDefinitionsDecided';
import decidedUntil from '@salesforce/label/c.handrailDefinitionsDecidedUntil';
import decidedBefore from '@salesforce/label/c.handrailDefinitionsDecidedBefore';
import nobody from '@salesforce/label/c.handrailDefinitionsNobody';
import breaks from '@salesforce/label/c.handrailDefinitionsBreaks';
import gates from '@salesforce/label/c.handrailDefinitionsGates';
import metrics from '@salesforce/label/c.handrailDefinitionsMetrics';
import reviews from '@salesforce/label/c.handrailDefinitionsReviews';
import playbookSays from '@salesforce/label/c.handrailDefinitionsPlaybookSays';
import orgSays from '@salesforce/label/c.handrailDefinitionsOrgSays';
import nothingSaid from '@salesforce/label/c.handrailDefinitionsNothingSaid';
import letThrough from '@salesforce/label/c.handrailDefinitionsLetThrough';
import letOne from '@salesforce/label/c.handrailDefinitionsLetOne';
import letMany from '@salesforce/label/c.handrailDefinitionsLetMany';
import more from '@salesforce/label/c.handrailDefinitionsMore';
import howBypass from '@salesforce/label/c.handrailDefinitionsHowBypass';
import howHole from '@salesforce/label/c.handrailDefinitionsHowHole';
import howLegacy from '@salesforce/label/c.handrailDefinitionsHowLegacy';
import revert from '@salesforce/label/c.handrailDefinitionsRevert';
import revertText from '@salesforce/label/c.handrailDefinitionsRevertText';
import noRevert from '@salesforce/label/c.handrailDefinitionsNoRevert';
import adopt from '@salesforce/label/c.handrailDefinitionsAdopt';
import adoptText from '@salesforce/label/c.handrailDefinitionsAdoptText';
import noAdopt from '@salesforce/label/c.handrailDefinitionsNoAdopt';
import record from '@salesforce/label/c.handrailDefinitionsRecord';
import recordText from '@salesforce/label/c.handrailDefinitionsRecordText';
import recordAction from '@salesforce/label/c.handrailDefinitionsRecordAction';
import ignore from '@salesforce/label/c.handrailDefinitionsIgnore';
import ignoreText from '@salesforce/label/c.handrailDefinitionsIgnoreText';
import ignoreAction from '@salesforce/label/c.handrailDefinitionsIgnoreAction';
import noDecision from '@salesforce/label/c.handrailDefinitionsNoDecision';
import copyCommand from '@salesforce/label/c.handrailDefinitionsCopyCommand';
import onlyReads from '@salesforce/label/c.handrailDefinitionsOnlyReads';
import wasRecorded from '@salesforce/label/c.handrailDefinitionsWasRecorded';
import wasIgnored from '@salesforce/label/c.handrailDefinitionsWasIgnored';
import ways from '@salesforce/label/c.handrailDefinitionsWays';
import waysText from '@salesforce/label/c.handrailDefinitionsWaysText';
import wayPage from '@salesforce/label/c.handrailDefinitionsWayPage';
import wayList from '@salesforce/label/c.handrailDefinitionsWayList';
import wayApi from '@salesforce/label/c.handrailDefinitionsWayApi';
import wayConversion from '@salesforce/label/c.handrailDefinitionsWayConversion';
import wayProducts from '@salesforce/label/c.handrailDefinitionsWayProducts';
import wayTransfer from '@salesforce/label/c.handrailDefinitionsWayTransfer';
import wayMerge from '@salesforce/label/c.handrailDefinitionsWayMerge';
import enforced from '@salesforce/label/c.handrailDefinitionsEnforced';
import gateOff from '@salesforce/label/c.handrailDefinitionsGateOff';
import gatesOff from '@salesforce/label/c.handrailDefinitionsGatesOff';
import holder from '@salesforce/label/c.handrailDefinitionsHolder';
import holders from '@salesforce/label/c.handrailDefinitionsHolders';
import settingOn from '@salesforce/label/c.handrailDefinitionsSettingOn';
import settingOff from '@salesforce/label/c.handrailDefinitionsSettingOff';
import seenByScan from '@salesforce/label/c.handrailDefinitionsSeenByScan';
import notCheckable from '@salesforce/label/c.handrailDefinitionsNotCheckable';
import scan from '@salesforce/label/c.handrailDefinitionsScan';
import scanCount from '@salesforce/label/c.handrailDefinitionsScanCount';
import term from '@salesforce/label/c.handrailBookTerm';
import metric from '@salesforce/label/c.handrailBookMetric';
import due from '@salesforce/label/c.handrailDefinitionsDue';
import dueCount from '@salesforce/label/c.handrailDefinitionsDueCount';
import daysLate from '@salesforce/label/c.handrailDefinitionsDaysLate';
import scanNone from '@salesforce/label/c.handrailDefinitionsScanNone';

export const texts = {
    question,
    title,
    loading,
    errorTitle,
    noAccess,
    never,
    neverText,
    lastSync,
    lastSyncPartly,
    cost,
    syncFailed,
    syncFailedFirst,
    syncRunning,
    stale,
    syncRefused,
    syncPartly,
    exportList,
    copySync,
    commandCopied,
    notCopied,
    inOrg,
    inRepository,
    none,
    sameVersion,
    behind,
    ahead,
    notDeployed,
    versionsSentence,
    agree,
    countCritical,
    countHigh,
    countMedium,
    countUnchecked,
    critical,
    high,
    medium,
    low,
    info,
    notChecked,
    place,
    places,
    noFindings,
    since,
    filterLabel,
    filterOpen,
    filterRecorded,
    filterIgnored,
    noneHere,
    cleanTitle,
    clean,
    mended,
    changedBy,
    changedByOnly,
    changedUnknown,
    decided,
    decidedUntil,
    decidedBefore,
    nobody,
    breaks,
    gates,
    metrics,
    reviews,
    playbookSays,
    orgSays,
    nothingSaid,
    letThrough,
    letOne,
    letMany,
    more,
    howBypass,
    howHole,
    howLegacy,
    revert,
    revertText,
    noRevert,
    adopt,
    adoptText,
    noAdopt,
    record,
    recordText,
    recordAction,
    ignore,
    ignoreText,
    ignoreAction,
    noDecision,
    copyCommand,
    onlyReads,
    wasRecorded,
    wasIgnored,
    ways,
    waysText,
    wayPage,
    wayList,
    wayApi,
    wayConversion,
    wayProducts,
    wayTransfer,
    wayMerge,
    enforced,
    gateOff,
    gatesOff,
    holder,
    holders,
    settingOn,
    settingOff,
    seenByScan,
    notCheckable,
    scan,
    scanCount,
    term,
    metric,
    due,
    dueCount,
    daysLate,
    scanNone
};
