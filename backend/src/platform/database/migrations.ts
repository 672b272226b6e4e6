import { Journal1790000000001 } from './migrations/0001-journal.js';
import { Exercise1790000000002 } from './migrations/0002-exercise.js';
import { Submission1790000000003 } from './migrations/0003-submission.js';
import { Adjudication1790000000004 } from './migrations/0004-adjudication.js';
import { Filing1790000000005 } from './migrations/0005-filing.js';
import { Proof1790000000006 } from './migrations/0006-proof.js';
import { Abnormal1790000000007 } from './migrations/0007-abnormal.js';
import { Rating1790000000008 } from './migrations/0008-rating.js';
import { Rescoring1790000000009 } from './migrations/0009-rescoring.js';
import { RuleSetVersion1790000000010 } from './migrations/0010-rule-set-version.js';
import { Policy1790000000011 } from './migrations/0011-policy.js';
import { Queue1790000000012 } from './migrations/0012-queue.js';
import { Opinion1790000000013 } from './migrations/0013-opinion.js';
import { Return1790000000014 } from './migrations/0014-return.js';
import { Likeness1790000000015 } from './migrations/0015-likeness.js';
import { EvidenceStore1790000000017 } from './migrations/0017-evidence-store.js';
import { Custody1790000000018 } from './migrations/0018-custody.js';
import { QueueAgain1790000000019 } from './migrations/0019-queue-again.js';
import { Timetable1790000000020 } from './migrations/0020-timetable.js';
import { Protection1790000000021 } from './migrations/0021-protection.js';
import { Drill1790000000025 } from './migrations/0025-drill.js';
import { DrillMark1790000000026 } from './migrations/0026-drill-mark.js';
import { Plan1790000000024 } from './migrations/0024-plan.js';
import { Reporting1790000000023 } from './migrations/0023-reporting.js';
import { Duty1790000000022 } from './migrations/0022-duty.js';
import { Appeal1790000000016 } from './migrations/0016-appeal.js';

/** Every schema change, oldest first. Add at the end; never edit one that has shipped. */
export const MIGRATIONS = [
  Journal1790000000001,
  Exercise1790000000002,
  Submission1790000000003,
  Adjudication1790000000004,
  Filing1790000000005,
  Proof1790000000006,
  Abnormal1790000000007,
  Rating1790000000008,
  Rescoring1790000000009,
  RuleSetVersion1790000000010,
  Policy1790000000011,
  Queue1790000000012,
  Opinion1790000000013,
  Return1790000000014,
  Likeness1790000000015,
  Appeal1790000000016,
  EvidenceStore1790000000017,
  Custody1790000000018,
  QueueAgain1790000000019,
  Timetable1790000000020,
  Protection1790000000021,
  Duty1790000000022,
  Reporting1790000000023,
  Plan1790000000024,
  Drill1790000000025,
  DrillMark1790000000026,
];
