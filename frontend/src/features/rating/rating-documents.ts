import { graphql } from '../../gql/gql.js';
import type { RatedRulesFragment, RatingQuery, RatingResultPartsFragment } from '../../gql/graphql.js';

export const RatingDocument = graphql(`
  query Rating($exerciseId: ID!) {
    rating(exerciseId: $exerciseId) {
      mayRecord
      choices {
        hash
        key
        title {
          zh
          en
        }
      }
      ruleSet {
        ...RatedRules
      }
      current {
        ...RatingSheetParts
      }
      history {
        ...RatingSheetParts
      }
    }
  }
  fragment RatingSheetParts on RatingSheet {
    id
    seq
    ruleSetHash
    comment
    recordedBy
    recordedAt
    levels {
      key
      level
    }
    result {
      ...RatingResultParts
    }
  }
  fragment RatingResultParts on RatingResult {
    factors {
      key
      level
      meanOf
    }
    values {
      key
      kind
      exact
      text
      grade
      missing
    }
    warnings {
      factors
      levels
      sum
      expected
    }
    missing
  }
  fragment RatedRules on RuleSet {
    hash
    key
    title {
      zh
      en
    }
    source {
      zh
      en
    }
    rating {
      factors {
        key
        symbol
        title {
          zh
          en
        }
        group {
          zh
          en
        }
        levels {
          level
          title {
            zh
            en
          }
        }
        parts {
          key
          symbol
          title {
            zh
            en
          }
        }
      }
      values {
        key
        symbol
        title {
          zh
          en
        }
        kind
        formula {
          expression
          nodes {
            op
            args
            name
            value
            label {
              zh
              en
            }
          }
        }
      }
      grades {
        key
        title {
          zh
          en
        }
        from
      }
    }
  }
`);

/** Rules other than those the present sheet was made by. */
export const RatingRulesDocument = graphql(`
  query RatingRules($hash: ID!) {
    ruleSet(hash: $hash) {
      ...RatedRules
    }
  }
`);

export const PreviewRatingDocument = graphql(`
  query PreviewRating($input: RatingLevelsInput!) {
    previewRating(input: $input) {
      ...RatingResultParts
    }
  }
`);

export const RecordRatingDocument = graphql(`
  mutation RecordRating($input: RatingInput!) {
    recordRating(input: $input) {
      id
    }
  }
`);

export type RatedRules = RatedRulesFragment;
export type RatingRules = NonNullable<RatedRules['rating']>;
export type RatingFactor = RatingRules['factors'][number];
export type RatingValueRule = RatingRules['values'][number];
export type RatingResult = RatingResultPartsFragment;
export type RatingSheet = RatingQuery['rating']['history'][number];
