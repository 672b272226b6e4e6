import { Statement } from '../../platform/database/statement.js';
import type { QueueSubject } from './queue-items.service.js';
import { PRIORITIES } from '../../core/adjudication/policy.js';
import type { QueueState } from './queue-row.entity.js';
import type { QueueFilter } from './queue.inputs.js';
import type { QueueSeat } from './queue.enums.js';

/** A row of ITEMS. */
export interface PlainItem {
  readonly subjectId: string;
  readonly subjectKind: QueueSubject['kind'];
  readonly state: QueueState;
  readonly code: string;
  readonly title: string;
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly rootUnitId: string | null;
  readonly unitName: string;
  readonly nodeCount: number;
  readonly judgedCount: number;
  readonly claimedPoints: string | null;
  readonly filedAt: Date;
  readonly receiptSeq: number;
  readonly priority: number;
  readonly dueAt: Date;
  readonly seats: number;
  readonly groupKey: string | null;
}

/** Items of an exercise whose seats are all taken. */
export function fullItems(exerciseId: string, now: string): string {
  return `SELECT c.subject_id FROM claim c JOIN queue_item f ON f.subject_id = c.subject_id
           WHERE c.exercise_id = ${exerciseId} AND (c.done_at IS NOT NULL OR c.expires_at > ${now})
           GROUP BY c.subject_id, f.seats HAVING count(*) >= f.seats`;
}

/** Items of an exercise at which the referee has a seat. */
function ownItems(exerciseId: string, referee: string, now: string): string {
  return `SELECT c.subject_id FROM claim c
           WHERE c.exercise_id = ${exerciseId} AND c.referee_id = ${referee}
             AND (c.done_at IS NOT NULL OR c.expires_at > ${now})`;
}

/** Of his groups or of none, nobody in it related to him, and he does not play; a chief referee takes no seat of several. */
const FOR_ME = ([groups, related, plays, chief]: readonly [string, string, string, string]) =>
  `(NOT ${plays}::boolean AND (coalesce(q.seats, 1) = 1 OR NOT ${chief}::boolean)
     AND (q.group_key IS NULL OR q.group_key = ANY (${groups}::text[]))
     AND (q.team_id IS NULL OR q.team_id <> ALL (${related}::uuid[]))
     AND (q.root_unit_id IS NULL OR q.root_unit_id <> ALL (${related}::uuid[])))`;

/** The place of an item in its line. */
export interface QueuePosition {
  readonly priority: number;
  readonly dueAt: Date;
  readonly receiptSeq: number;
}

/** Who asks, as far as the queue looks different to each. */
export interface QueueAsker {
  readonly userId: string;
  readonly plays: boolean;
  readonly isChief: boolean;
  readonly groups: readonly string[];
  readonly related: readonly string[];
  readonly now: Date;
}

/** Which items. */
export interface QueueCut {
  readonly exerciseId: string;
  readonly filter: QueueFilter;
  readonly asker: QueueAsker;
  readonly after: QueuePosition | null;
  readonly limit: number;
}

/** The statement for a page and its values: only what is asked for, so that the planner sees what it can do. */
export function pageSql(cut: QueueCut): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const where = [`q.exercise_id = ${put(cut.exerciseId)}`, ...plainConditions(cut, put), ...seatConditions(cut, put)];
  if (cut.after !== null) {
    const { priority, dueAt, receiptSeq } = cut.after;
    where.push(`(q.priority, q.due_at, q.receipt_seq) > (${put(priority)}, ${put(dueAt)}, ${put(receiptSeq)})`);
  }
  return { text: `${PAGE_HEAD} WHERE ${where.join(' AND ')} ${PAGE_TAIL} LIMIT ${put(cut.limit)}) ${DRESSED}`, values };
}

type Put = (value: unknown) => string;

function plainConditions({ filter, asker }: QueueCut, put: Put): string[] {
  const { subjectKind, state, priority, isOverdue, unitId, teamId, groupKey } = filter;
  return [
    `q.state = ${put(state ?? 'WAITING')} AND q.priority IS NOT NULL`,
    ...(subjectKind ? [`q.subject_kind = ${put(subjectKind)}`] : []),
    ...(priority ? [`q.priority = ${put(PRIORITIES.indexOf(priority))}`] : []),
    ...(typeof isOverdue === 'boolean' ? [`(q.due_at < ${put(asker.now)}::timestamptz) = ${put(isOverdue)}`] : []),
    ...(unitId ? [`q.root_unit_id = ${put(unitId)}`] : []),
    ...(teamId ? [`q.team_id = ${put(teamId)}`] : []),
    ...(groupKey ? [`q.group_key = ${put(groupKey)}`] : []),
  ];
}

function seatConditions({ exerciseId, filter, asker }: QueueCut, put: Put): string[] {
  const { seat, isForMe } = filter;
  const forMe = (): string => FOR_ME([put(asker.groups), put(asker.related), put(asker.plays), put(asker.isChief)]);
  return [
    ...(seat ? [seatCondition(seat, { put, asker, exerciseId })] : []),
    ...(typeof isForMe === 'boolean' ? [`${forMe()} = ${put(isForMe)}`] : []),
  ];
}

function seatCondition(
  seat: QueueSeat,
  { put, asker, exerciseId }: Pick<QueueCut, 'asker' | 'exerciseId'> & { put: Put },
) {
  const [exercise, now] = [put(exerciseId), `${put(asker.now)}::timestamptz`];
  const full = fullItems(exercise, now);
  if (seat === 'TAKEN') return `q.subject_id IN (${full})`;
  const own = ownItems(exercise, put(asker.userId), now);
  return seat === 'MINE'
    ? `q.subject_id IN (${own})`
    : `q.subject_id NOT IN (${full}) AND q.subject_id NOT IN (${own})`;
}

const PAGE_HEAD = 'WITH page AS MATERIALIZED (SELECT q.* FROM queue_item q';
const PAGE_TAIL = 'ORDER BY q.priority, q.due_at, q.receipt_seq';

const DRESSED = `
  SELECT q.subject_id AS "subjectId", q.subject_kind AS "subjectKind", q.state,
         coalesce(s.code, i.code) AS code, coalesce(s.title, i.title) AS title,
         q.team_id AS "teamId", t.name AS "teamName", q.root_unit_id AS "rootUnitId", coalesce(u.name, '') AS "unitName",
         (SELECT count(*)::int FROM attack_node n WHERE n.submission_id = q.subject_id) AS "nodeCount",
         (SELECT count(*)::int FROM attack_node n
           WHERE n.submission_id = q.subject_id
             AND EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id)) AS "judgedCount",
         q.claimed_points AS "claimedPoints", q.filed_at AS "filedAt", q.receipt_seq AS "receiptSeq",
         q.priority, q.due_at AS "dueAt", q.seats, q.group_key AS "groupKey"
    FROM page q
    LEFT JOIN attack_submission s ON q.subject_kind = 'SUBMISSION' AND s.id = q.subject_id
    LEFT JOIN incident i ON q.subject_kind = 'INCIDENT' AND i.id = q.subject_id
    LEFT JOIN attack_team t ON t.id = q.team_id
    LEFT JOIN unit u ON u.id = q.unit_id
   ORDER BY q.priority, q.due_at, q.receipt_seq`;

/** The statement for one item, in whatever state: $1 exercise, $2 item. */
export const ONE_ITEM = `${PAGE_HEAD} WHERE q.exercise_id = $1 AND q.subject_id = $2) ${DRESSED}`;

/** A row of COUNTS. */
interface PlainCounts {
  readonly waiting: number;
  readonly free: number;
  readonly taken: number;
  readonly mine: number;
  readonly forMe: number;
  readonly overdue: number;
  readonly high: number;
  readonly normal: number;
  readonly low: number;
  readonly settled: number;
  readonly closed: number;
}

/** $1 exercise, $2 kind, $3 his groups, $4 parties related to him, $5 viewer, $6 now, $7 whether he plays, $8 chief referee. */
export const COUNTS = new Statement<PlainCounts>(`
  WITH held AS (
    SELECT c.subject_id, count(*) AS seats, bool_or(c.referee_id = $5) AS mine
      FROM claim c
     WHERE c.exercise_id = $1 AND (c.done_at IS NOT NULL OR c.expires_at > $6)
     GROUP BY c.subject_id),
  q AS (
    SELECT q.*, q.state = 'WAITING' AS waits, coalesce(h.seats, 0) < q.seats AS is_free,
           coalesce(h.mine, false) AS is_mine, ${FOR_ME(['$3', '$4', '$7', '$8'])} AS is_for_me
      FROM queue_item q LEFT JOIN held h USING (subject_id)
     WHERE q.exercise_id = $1 AND ($2::text IS NULL OR q.subject_kind = $2))
  SELECT count(*) FILTER (WHERE waits)::int AS waiting,
         count(*) FILTER (WHERE waits AND is_free)::int AS free,
         count(*) FILTER (WHERE waits AND NOT is_free)::int AS taken,
         count(*) FILTER (WHERE waits AND is_mine)::int AS mine,
         count(*) FILTER (WHERE waits AND is_free AND NOT is_mine AND is_for_me)::int AS "forMe",
         count(*) FILTER (WHERE waits AND due_at < $6)::int AS overdue,
         count(*) FILTER (WHERE waits AND priority = 0)::int AS high,
         count(*) FILTER (WHERE waits AND priority = 1)::int AS normal,
         count(*) FILTER (WHERE waits AND priority = 2)::int AS low,
         count(*) FILTER (WHERE state = 'SETTLED')::int AS settled,
         count(*) FILTER (WHERE state = 'CLOSED')::int AS closed
    FROM q`);
