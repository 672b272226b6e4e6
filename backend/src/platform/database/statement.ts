import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type EntityManager, QueryFailedError } from 'typeorm';

/**
 * A statement that PostgreSQL parses and plans once per connection, for what every request asks: planning such a query
 * costs more than running it.
 */
export class Statement<Row extends object = never> {
  private readonly name: string;

  constructor(private readonly text: string) {
    this.name = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  }

  /** Its rows. Inside a transaction pass its manager. @throws QueryFailedError */
  async rows(tx: EntityManager, values: unknown[]): Promise<Row[]> {
    const connection = await connectionOf(tx);
    try {
      return (await connection.query<Row>({ name: this.name, text: this.text, values })).rows;
    } catch (error) {
      throw error instanceof Error ? new QueryFailedError(this.text, values, error) : error;
    }
  }
}

/** The transaction's own connection, or any of the pool. */
async function connectionOf({ queryRunner, dataSource }: EntityManager): Promise<Pool | PoolClient> {
  if (queryRunner) return (await queryRunner.connect()) as PoolClient;
  return (dataSource.driver as unknown as { master: Pool }).master;
}
