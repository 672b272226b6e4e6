import { graphql } from '../../gql/gql.js';
import type { QueuedItemFragment } from '../../gql/graphql.js';

/** The line of what waits. */
graphql(`
  fragment QueuedItem on QueueItem {
    subjectId
    code
    teamName
    unitName
    nodeCount
    judgedCount
    claimedPoints
    filedAt
    receiptSeq
    priority
    dueAt
    isOverdue
    seats
    freeSeats
    groupKey
    isRecused
    isOfMyGroup
    state
    claim {
      refereeId
      refereeName
      isMine
      expiresAt
    }
  }
`);

/** A page of what waits. */
export const RefereeQueueDocument = graphql(`
  query RefereeQueue($exerciseId: ID!, $filter: QueueFilter!, $first: Int!, $after: String) {
    refereeQueue(exerciseId: $exerciseId, filter: $filter, first: $first, after: $after) {
      nodes {
        ...QueuedItem
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** What I hold, how much lies where, and the groups I may sit in. */
export const RefereeDeskDocument = graphql(`
  query RefereeDesk($exerciseId: ID!) {
    mine: refereeQueue(exerciseId: $exerciseId, first: 20, filter: { subjectKind: SUBMISSION, seat: MINE }) {
      nodes {
        ...QueuedItem
      }
    }
    queueCounts(exerciseId: $exerciseId, subjectKind: SUBMISSION) {
      waiting
      free
      mine
      forMe
      overdue
    }
  }
`);

/** Set once in a while: minutes of a claim, names of groups, reasons in the organizer's words. */
export const RefereePolicyDocument = graphql(`
  query RefereePolicy($exerciseId: ID!) {
    adjudicationPolicy(exerciseId: $exerciseId) {
      current {
        claimMinutes
        groups {
          key
          name
        }
        reasonTemplates {
          key
          use
          text
        }
      }
    }
  }
`);

/** The open item's place in the queue. */
export const QueueItemDocument = graphql(`
  query QueueItem($exerciseId: ID!, $subjectId: ID!) {
    queueItem(exerciseId: $exerciseId, subjectId: $subjectId) {
      ...QueuedItem
    }
  }
`);

export const ClaimNextDocument = graphql(`
  mutation ClaimNext($input: ClaimNextInput!) {
    claimNext(input: $input) {
      ...QueuedItem
    }
  }
`);

export type QueueItem = QueuedItemFragment;
