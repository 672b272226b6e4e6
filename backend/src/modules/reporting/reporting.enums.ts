import { registerEnumType } from '@nestjs/graphql';
import {
  CLOCK_RULES,
  CLOCK_STATES,
  INCIDENT_LEVELS,
  NOTICE_ACTS,
  NOTICE_STAGES,
  REPORTER_KINDS,
} from '../../core/reporting/incident-clock.js';
import { ZERO_KINDS, ZERO_STATES } from '../../core/reporting/zero-report.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const ZeroKindEnum = enumOf(ZERO_KINDS);
export const ZeroStateEnum = enumOf(ZERO_STATES);
export const IncidentLevelEnum = enumOf(INCIDENT_LEVELS);
export const ReporterKindEnum = enumOf(REPORTER_KINDS);
export const NoticeStageEnum = enumOf(NOTICE_STAGES);
export const NoticeActKindEnum = enumOf(NOTICE_ACTS);
export const ClockRuleEnum = enumOf(CLOCK_RULES);
export const ClockStateEnum = enumOf(CLOCK_STATES);

registerEnumType(ZeroKindEnum, { name: 'ZeroReportKind', description: '平安, 有情况' });
registerEnumType(ZeroStateEnum, { name: 'ZeroReportState' });
registerEnumType(IncidentLevelEnum, { name: 'IncidentLevel', description: '特别重大, 重大, 较大, 一般' });
registerEnumType(ReporterKindEnum, { name: 'ReporterKind', description: '关键信息基础设施, 中央和国家机关, 其他' });
registerEnumType(NoticeStageEnum, { name: 'IncidentNoticeStage', description: '初报, 续报, 终报' });
registerEnumType(NoticeActKindEnum, { name: 'IncidentNoticeActKind' });
registerEnumType(ClockRuleEnum, { name: 'ReportClockRule' });
registerEnumType(ClockStateEnum, { name: 'ReportClockState' });
