import { graphql } from '../gql/gql.js';
import type { DifferencePartsFragment, ReturnPartsFragment, FiledVersionPartsFragment } from '../gql/graphql.js';
import type { ReturnReason } from '../gql/schema.js';

graphql(`
  fragment ReturnParts on FilingReturn {
    id
    versionNo
    reasons {
      code
      partId
      note
    }
    comment
    dueAt
    returnedAt
    refereeName
  }
`);

graphql(`
  fragment FiledVersionParts on FilingVersion {
    versionNo
    receiptSeq
    filedAt
    filedBy
  }
`);

graphql(`
  fragment DifferenceParts on VersionDifference {
    from
    to
    fields {
      field
      kind
      pieces {
        kind
        text
      }
    }
    parts {
      id
      title
      change
      fields {
        field
        kind
        pieces {
          kind
          text
        }
      }
      evidenceAdded {
        id
        fileName
      }
      evidenceRemoved {
        id
        fileName
      }
    }
  }
`);

/** A return 退回补正 as its author and those who judge see it. */
export type Returned = ReturnPartsFragment;
export type FiledVersion = FiledVersionPartsFragment;
export type Difference = DifferencePartsFragment;
export type FieldDifference = Difference['fields'][number];

/** In the order of the list; the first three are published, the others our own. */
export const RETURN_REASONS: readonly ReturnReason[] = [
  'INTERVAL_NOT_EXACT',
  'ALERT_COPIES',
  'FINAL_STEP_SCREENSHOT_MISSING',
  'STEPS_NOT_REPRODUCIBLE',
  'ADDRESS_UNCLEAR',
  'PRIVILEGE_NOT_SHOWN',
  'EVIDENCE_UNREADABLE',
  'OTHER',
];
