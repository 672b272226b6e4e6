import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoredPolicy } from './adjudication-policy.entity.js';
import { PolicyService } from './policy.service.js';

/** How exercises judge: groups of referees, blind reviews, deadlines. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredPolicy])],
  providers: [PolicyService],
  exports: [PolicyService],
})
export class PolicyModule {}
