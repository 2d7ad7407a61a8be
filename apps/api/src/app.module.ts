import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AttachmentResolver } from './attachment/attachment.resolver.js';
import { AttachmentService } from './attachment/attachment.service.js';
import { Files } from './attachment/files.js';
import { AuditReader } from './audit/audit.reader.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { CatalogueResolver, FieldChangeResolver } from './catalogue/catalogue.resolver.js';
import { CatalogueService } from './catalogue/catalogue.service.js';
import type { Config } from './config.js';
import { Connections } from './connections.js';
import { DemoResolver } from './demo/demo.resolver.js';
import { DraftService } from './entry/draft.service.js';
import { EntryResolver } from './entry/entry.resolver.js';
import { EntryService } from './entry/entry.service.js';
import { EntrustmentResolver } from './entrustment/entrustment.resolver.js';
import { EntrustmentService } from './entrustment/entrustment.service.js';
import { ElectionResolver, UnionElectionsResolver } from './founding/election.resolver.js';
import { ElectionService } from './founding/election.service.js';
import { FoundingResolver } from './founding/founding.resolver.js';
import { FoundingService } from './founding/founding.service.js';
import { DefinitionResolver } from './form/definition.resolver.js';
import { DefinitionService } from './form/definition.service.js';
import { ColumnResolver, FormResolver } from './form/form.resolver.js';
import { ParameterService } from './form/parameter.service.js';
import { TrialService } from './form/trial.service.js';
import { ErrorFilter } from './graphql/errors.js';
import { graphql } from './graphql/mercurius.js';
import { LoadResolver } from './load/load.resolver.js';
import { LoadService } from './load/load.service.js';
import { AttributesResolver } from './organisation/attributes.resolver.js';
import { AttributesService } from './organisation/attributes.service.js';
import { ChangeResolver } from './organisation/change.resolver.js';
import { ChangeService } from './organisation/change.service.js';
import { GuidanceResolver } from './organisation/guidance.resolver.js';
import { GuidanceService } from './organisation/guidance.service.js';
import { OidcResolver } from './oidc/oidc.resolver.js';
import { OidcService } from './oidc/oidc.service.js';
import { ProviderClient } from './oidc/provider-client.js';
import { ProviderService } from './oidc/provider.service.js';
import { OrganisationResolver } from './organisation/organisation.resolver.js';
import { OrganisationService } from './organisation/organisation.service.js';
import { ReorganiseService } from './organisation/reorganise.service.js';
import { SearchResolver } from './organisation/search.resolver.js';
import { SplitService } from './organisation/split.service.js';
import { UndoService } from './organisation/undo.service.js';
import { DeadlineResolver } from './period/deadline.resolver.js';
import { DeadlineService } from './period/deadline.service.js';
import { HomeAwardService } from './home/home-award.service.js';
import { AppraisalResolver, AppraisedUnionResolver } from './appraisal/appraisal.resolver.js';
import { AppraisalService } from './appraisal/appraisal.service.js';
import { ClaimService } from './appraisal/claim.service.js';
import { HomeResolver } from './home/home.resolver.js';
import { HomeService } from './home/home.service.js';
import { ImportResolver } from './import/import.resolver.js';
import { ImportService } from './import/import.service.js';
import { NoticeResolver } from './notice/notice.resolver.js';
import { NoticeService } from './notice/notice.service.js';
import { TransferResolver } from './transfer/transfer.resolver.js';
import { TransferService } from './transfer/transfer.service.js';
import { WorkRecordResolver } from './work-record/work-record.resolver.js';
import { WorkRecordService } from './work-record/work-record.service.js';
import { OperationResolver } from './operation/operation.resolver.js';
import { OperationService } from './operation/operation.service.js';
import { PeriodResolver } from './period/period.resolver.js';
import { PeriodService } from './period/period.service.js';
import { ChannelsSetUp } from './reminder/channels.js';
import { MessageResolver } from './reminder/message.resolver.js';
import { MessageService } from './reminder/message.service.js';
import { ReminderReader } from './reminder/reminder.reader.js';
import { ReminderResolver } from './reminder/reminder.resolver.js';
import { ReminderService } from './reminder/reminder.service.js';
import { ScheduleResolver } from './reminder/schedule.resolver.js';
import { ScheduleService } from './reminder/schedule.service.js';
import { WindowService } from './period/window.service.js';
import { TenantResolver } from './platform/tenant.resolver.js';
import { TenantService } from './platform/tenant.service.js';
import { JobResolver } from './job/job.resolver.js';
import { ReconciliationResolver } from './reconciliation/reconciliation.resolver.js';
import { ReconciliationService } from './reconciliation/reconciliation.service.js';
import { CoverageResolver } from './register/coverage.resolver.js';
import { CoverageService } from './register/coverage.service.js';
import { EmployerChanges } from './register/employer-change.js';
import { EmployerReader } from './register/employer.reader.js';
import { EmployerResolver } from './register/employer.resolver.js';
import { EmployerService } from './register/employer.service.js';
import { ResponsibilityResolver } from './register/responsibility.resolver.js';
import { ResponsibilityService } from './register/responsibility.service.js';
import { RollupCheckResolver } from './rollup-check/rollup-check.resolver.js';
import { RollupCheckService } from './rollup-check/rollup-check.service.js';
import { ReportTemplateResolver } from './report-template/report-template.resolver.js';
import { ReportTemplateService } from './report-template/report-template.service.js';
import { RateLimitResolver } from './rate-limit/rate-limit.resolver.js';
import { BreakdownResolver } from './rollup/breakdown.resolver.js';
import { ComparisonResolver } from './rollup/comparison.resolver.js';
import { ComparisonService } from './rollup/comparison.service.js';
import { RollupHitsResolver } from './rollup/hits.resolver.js';
import { OwnFiguresResolver, OwnResolver } from './rollup/own.resolver.js';
import { ProvenanceResolver } from './rollup/provenance.resolver.js';
import { RegionResolver } from './rollup/region.resolver.js';
import { RestatementResolver } from './rollup/restatement.resolver.js';
import { RollupResolver } from './rollup/rollup.resolver.js';
import { RollupService } from './rollup/rollup.service.js';
import { ApiTokenResolver } from './session/api-token.resolver.js';
import { CodeResolver } from './session/code.resolver.js';
import { CodeService } from './session/code.service.js';
import { PasswordService } from './session/password.service.js';
import { PersonReader } from './session/person.reader.js';
import { PersonResolver } from './session/person.resolver.js';
import { PersonalDataResolver } from './session/personal-data.resolver.js';
import { PersonalDataService } from './session/personal-data.service.js';
import { PersonService } from './session/person.service.js';
import { SessionResolver } from './session/session.resolver.js';
import { TotpResolver } from './session/totp.resolver.js';
import { TotpService } from './session/totp.service.js';
import {
  RollupSignatureResolver,
  SignatureResolver,
  SignedTotalResolver,
} from './signature/signature.resolver.js';
import { SignatureService } from './signature/signature.service.js';
import { AcceptanceService } from './submission/acceptance.service.js';
import { CommentService } from './submission/comment.service.js';
import { ReviewResolver } from './submission/review.resolver.js';
import { ReviewService } from './submission/review.service.js';
import { SubmissionResolver } from './submission/submission.resolver.js';
import { SubmissionService } from './submission/submission.service.js';
import { TargetResolver } from './target/target.resolver.js';
import { TargetService } from './target/target.service.js';
import { TaskResolver } from './task/task.resolver.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [Connections.with(config), graphql(config)],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        SessionResolver,
        PersonResolver,
        PersonReader,
        PersonService,
        PasswordService,
        PersonalDataResolver,
        PersonalDataService,
        CodeResolver,
        CodeService,
        ApiTokenResolver,
        EntrustmentResolver,
        EntrustmentService,
        TotpResolver,
        TotpService,
        { provide: ProviderClient, useFactory: () => new ProviderClient(config) },
        ProviderService,
        OidcResolver,
        OidcService,
        ImportResolver,
        ImportService,
        OperationResolver,
        OperationService,
        ReportTemplateResolver,
        ReportTemplateService,
        OrganisationResolver,
        OrganisationService,
        ChangeResolver,
        ChangeService,
        ReorganiseService,
        SplitService,
        UndoService,
        SearchResolver,
        GuidanceResolver,
        GuidanceService,
        AttributesResolver,
        AttributesService,
        FoundingResolver,
        FoundingService,
        ElectionResolver,
        ElectionService,
        UnionElectionsResolver,
        HomeAwardService,
        AppraisalResolver,
        AppraisalService,
        AppraisedUnionResolver,
        ClaimService,
        HomeResolver,
        HomeService,
        EmployerResolver,
        EmployerReader,
        EmployerService,
        EmployerChanges,
        CoverageResolver,
        CoverageService,
        ResponsibilityResolver,
        ResponsibilityService,
        LoadResolver,
        LoadService,
        PeriodResolver,
        PeriodService,
        CatalogueResolver,
        CatalogueService,
        FieldChangeResolver,
        DeadlineResolver,
        DeadlineService,
        WindowService,
        FormResolver,
        ColumnResolver,
        DefinitionResolver,
        DefinitionService,
        ParameterService,
        TrialService,
        SubmissionResolver,
        SubmissionService,
        NoticeResolver,
        TransferResolver,
        TransferService,
        WorkRecordResolver,
        NoticeService,
        WorkRecordService,
        TargetResolver,
        TargetService,
        TaskResolver,
        ReviewService,
        SignatureResolver,
        SignedTotalResolver,
        RollupSignatureResolver,
        SignatureService,
        ReconciliationResolver,
        ReconciliationService,
        ReviewResolver,
        AcceptanceService,
        CommentService,
        { provide: Files, useFactory: () => new Files(config) },
        AttachmentResolver,
        AttachmentService,
        BreakdownResolver,
        RollupHitsResolver,
        { provide: ChannelsSetUp, useValue: new ChannelsSetUp(config) },
        ReminderResolver,
        ReminderReader,
        ReminderService,
        ScheduleResolver,
        ScheduleService,
        MessageResolver,
        MessageService,
        DraftService,
        EntryResolver,
        EntryService,
        ComparisonResolver,
        ComparisonService,
        RegionResolver,
        OwnResolver,
        OwnFiguresResolver,
        ProvenanceResolver,
        RestatementResolver,
        RollupResolver,
        RollupService,
        RateLimitResolver,
        { provide: DemoResolver, useFactory: () => new DemoResolver(config) },
        RollupCheckResolver,
        RollupCheckService,
        JobResolver,
        AuditResolver,
        AuditReader,
        TenantResolver,
        TenantService,
      ],
    };
  }
}
