import { Module } from '@nestjs/common';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IncidentModule } from '../incident/incident.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { SubmissionModule } from '../submission/submission.module.js';
import { ReportActs } from './report-acts.service.js';
import { ReportReturnResolver } from './report-return.resolver.js';
import { ReportReturnService } from './report-return.service.js';
import { ReportResubmissionService } from './report-resubmission.service.js';
import { ResubmissionFitness, ResubmissionService } from './resubmission.service.js';
import { ReturnActs } from './return-acts.service.js';
import { SubmissionReturnResolver } from './return.resolver.js';
import { SubmissionArchive } from './submission-archive.service.js';
import { SubmissionReturnService } from './submission-return.service.js';
import { WithdrawalService } from './withdrawal.service.js';

/** Returning for more 退回补正, filing again, withdrawing. */
@Module({
  imports: [ExerciseModule, SubmissionModule, IncidentModule, AdjudicationModule, PolicyModule, NoticeModule],
  providers: [
    ReturnActs,
    SubmissionArchive,
    SubmissionReturnService,
    ResubmissionFitness,
    ResubmissionService,
    WithdrawalService,
    SubmissionReturnResolver,
    ReportActs,
    ReportReturnService,
    ReportResubmissionService,
    ReportReturnResolver,
  ],
})
export class ReturnModule {}
