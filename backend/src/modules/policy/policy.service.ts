import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type AdjudicationPolicy, DEFAULT_POLICY } from '../../core/adjudication/policy.js';
import { StoredPolicy } from './adjudication-policy.entity.js';

/** How exercises judge. */
@Injectable()
export class PolicyService {
  constructor(private readonly dataSource: DataSource) {}

  /** The policy in force: the latest set, or the default. Inside a transaction pass its manager. */
  async inForce(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<AdjudicationPolicy> {
    const latest = await tx.findOne(StoredPolicy, { where: { exerciseId }, order: { seq: 'DESC' } });
    return { ...DEFAULT_POLICY, ...latest?.policy };
  }
}
