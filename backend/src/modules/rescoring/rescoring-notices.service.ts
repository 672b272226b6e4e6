import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Comparison } from '../../core/rescoring/compare.js';
import { noticesOf, type PartyNotice } from '../../core/rescoring/notices.js';
import type { Bilingual } from '../../core/ruleset/words.js';
import type { PinnedRules } from '../../core/scoring/compute-awards.js';
import type { Party } from '../../core/scoring/award.js';
import { DecisionService } from '../adjudication/decision.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { Notice } from '../notice/notice.entity.js';
import type { RescoringSet } from './rescoring-set.entity.js';

/** A party and what it is told. */
export interface ToldParty {
  readonly party: Party;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What a set will tell, or told, the parties. */
@Injectable()
export class RescoringNoticesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly decisions: DecisionService,
  ) {}

  /** One notice per party concerned; `after` are the rules that apply then. */
  async planned(
    set: RescoringSet,
    comparison: Comparison,
    { after, tx = this.dataSource.manager }: { after: PinnedRules; tx?: EntityManager },
  ): Promise<PartyNotice[]> {
    const ids = [...new Set(comparison.lines.map(({ source }) => source.id))];
    const sources = await this.decisions.sources(ids, tx);
    const codes = new Map(
      [...sources].map(([id, { code, ordinal }]) => [id, ordinal === null ? code : `${code}/${String(ordinal)}`]),
    );
    const { code, kind, publicReason } = set;
    return noticesOf({ code, kind, publicReason, about: await this.about(set, after, tx) }, comparison, codes);
  }

  /** What an applied set told the parties. */
  async given({ exerciseId, settledSeq }: RescoringSet, { parties }: Comparison): Promise<ToldParty[]> {
    const where = { exerciseId, seq: settledSeq ?? -1 };
    const given = await this.dataSource.manager.find(Notice, { where, order: { ordinal: 'ASC' } });
    const known = new Map(parties.map(({ party }) => [party.id, party]));
    return given.flatMap(({ partyId, code, params }) => {
      const party = known.get(partyId ?? '');
      return party === undefined ? [] : [{ party, code, params }];
    });
  }

  private async about(
    { change }: RescoringSet,
    { attack, defense }: PinnedRules,
    tx: EntityManager,
  ): Promise<Bilingual> {
    if (change.kind === 'RULE_SET_CHANGED') {
      const titles = attack.hash === defense.hash ? [attack.title] : [attack.title, defense.title];
      return { zh: titles.map(({ zh }) => zh).join('、'), en: titles.map(({ en }) => en).join(', ') };
    }
    if (change.kind !== 'UNIT_KNOCKED_OUT' && change.kind !== 'KNOCK_OUT_REVOKED') return { zh: '', en: '' };
    const unit = await tx.findOneByOrFail(Unit, { id: change.unitId });
    return { zh: unit.name, en: unit.name };
  }
}
