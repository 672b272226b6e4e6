import { graphql } from '../../../gql/gql.js';
import type { BlockDeskPageQuery, BlockPartsFragment } from '../../../gql/graphql.js';

graphql(`
  fragment BlockParts on Block {
    id
    code
    kind
    target
    scope
    reason
    device
    placedBy
    startsAt
    untilAt
    liftedAt
    state
    isWide
    isRetestDue
    isExpiring
    retestedAt
    holds
    recordedByName
    mayAct
    unit {
      id
      name
    }
    acts {
      id
      kind
      at
      untilAt
      holds
      note
      byName
    }
  }
`);

export const BlockDeskDocument = graphql(`
  query BlockDeskPage($exerciseId: ID!) {
    blockDesk(exerciseId: $exerciseId) {
      zone
      isCharged
      clause {
        zh
        en
      }
      retestDue
      expiring
      ownUnits {
        id
        name
      }
      blocks {
        ...BlockParts
      }
    }
  }
`);

export const BlocksForDocument = graphql(`
  query BlocksForLead($id: ID!) {
    blocksFor(abnormalId: $id) {
      abnormalId
      code
      evidenceAt
      named
      mayAnswer
      blocks {
        isOverlapping
        isAnswer
        block {
          ...BlockParts
        }
      }
      answers {
        id
        blockIds
        note
        byName
        recordedAt
      }
    }
  }
`);

/** Leads on abnormal defence that the reader knows of: blocks may stand beside them. */
export const LeadsForBlocksDocument = graphql(`
  query LeadsForBlocks($exerciseId: ID!) {
    abnormalDesk(exerciseId: $exerciseId) {
      episodes {
        id
        code
      }
    }
  }
`);

export const RecordBlockDocument = graphql(`
  mutation RecordBlock($input: RecordBlockInput!) {
    recordBlock(input: $input) {
      id
    }
  }
`);

export const ExtendBlockDocument = graphql(`
  mutation ExtendBlock($input: ExtendBlockInput!) {
    extendBlock(input: $input) {
      id
    }
  }
`);

export const LiftBlockDocument = graphql(`
  mutation LiftBlock($input: LiftBlockInput!) {
    liftBlock(input: $input) {
      id
    }
  }
`);

export const RetestBlockDocument = graphql(`
  mutation RetestBlock($input: RetestBlockInput!) {
    retestBlock(input: $input) {
      id
    }
  }
`);

export const AnswerWithBlocksDocument = graphql(`
  mutation AnswerWithBlocks($input: AnswerWithBlocksInput!) {
    answerWithBlocks(input: $input) {
      abnormalId
    }
  }
`);

export type BlockParts = BlockPartsFragment;
export type BlockDesk = BlockDeskPageQuery['blockDesk'];

export const KINDS = ['ADDRESS', 'NETWORK', 'DOMAIN', 'ACCOUNT', 'PORT'] as const;

/** Records after which the answer is old. */
export const BLOCK_TOUCHES = ({ kind }: { readonly kind: string }): boolean => kind.startsWith('BLOCK_');
