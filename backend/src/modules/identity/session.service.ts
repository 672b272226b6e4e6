import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MembershipFact, Viewer } from '../../core/access/permissions.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { GatheredLookup } from '../../platform/database/gathered-lookup.js';
import { Statement } from '../../platform/database/statement.js';

/** PostgreSQL channel that tells every instance which session ended. */
export const SESSION_CHANNEL = 'yanwu_session';

interface ViewerRow {
  token_hash: string;
  session_id: string;
  user_id: string;
  display_name: string;
  is_admin: boolean;
  memberships: { id: string; exercise_id: string; role: MembershipFact['role']; team_id: string; unit_id: string }[];
}

const VIEWERS = new Statement<ViewerRow>(
  `SELECT s.token_hash, s.id AS session_id, u.id AS user_id, u.display_name, u.is_admin,
          coalesce((SELECT json_agg(m) FROM membership m WHERE m.user_id = u.id AND m.revoked_at IS NULL),
                   '[]') AS memberships
     FROM session s JOIN app_user u ON u.id = s.user_id
    WHERE s.token_hash = ANY($1) AND s.revoked_at IS NULL AND s.expires_at > $2`,
);

/** Sessions: opened at sign-in, found by cookie, ended everywhere at once. */
@Injectable()
export class SessionService {
  /** By token hash. Every request asks anew, so an ended session or membership is over with the next one. */
  private readonly viewers = new GatheredLookup((hashes) => this.viewersOf(hashes));

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Opens a session and returns its secret token, which is stored nowhere, and its life in seconds. */
  async open(userId: string): Promise<{ token: string; lifeSeconds: number }> {
    const token = randomBytes(32).toString('base64url');
    const lifeSeconds = this.config.sessionHours * 3600;
    const now = this.clock.now();
    await this.dataSource.query(
      `INSERT INTO session (id, token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
      [randomUUID(), hashToken(token), userId, now, new Date(now.getTime() + lifeSeconds * 1000)],
    );
    return { token, lifeSeconds };
  }

  /** Who holds this token, with all memberships in force; null for an unknown, expired or revoked one. */
  async find(token: string | null): Promise<Viewer | null> {
    if (token === null || token.length > 100) return null;
    return (await this.viewers.find(hashToken(token))) ?? null;
  }

  /** Ends a session; its WebSockets are cut on every instance. */
  async revoke(sessionId: string): Promise<void> {
    await this.dataSource.query(
      `WITH ended AS (UPDATE session SET revoked_at = $2 WHERE id = $1)
       SELECT pg_notify('${SESSION_CHANNEL}', $1::text)`,
      [sessionId, this.clock.now()],
    );
  }

  private async viewersOf(tokenHashes: readonly string[]): Promise<Map<string, Viewer>> {
    const rows = await VIEWERS.rows(this.dataSource.manager, [tokenHashes, this.clock.now()]);
    return new Map(rows.map((row) => [row.token_hash, viewerFrom(row)]));
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function viewerFrom(row: ViewerRow): Viewer {
  return {
    userId: row.user_id,
    displayName: row.display_name,
    isAdmin: row.is_admin,
    sessionId: row.session_id,
    memberships: row.memberships.map((membership) => ({
      id: membership.id,
      exerciseId: membership.exercise_id,
      role: membership.role,
      teamId: membership.team_id,
      unitId: membership.unit_id,
    })),
  };
}
