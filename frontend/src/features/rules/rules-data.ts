import { graphql } from '../../gql/gql.js';
import type { CheckRuleSetQuery, RuleVersionsQuery } from '../../gql/graphql.js';

/** Under what marks of drills are held. */
export const RuleDrillParts = graphql(`
  fragment RuleDrillParts on RuleDrillMarks {
    title {
      ...LocalParts
    }
    clause {
      ...LocalParts
    }
    limits {
      kind
      limit
    }
    total
    limitsPer
  }
`);

export const RulesDocument = graphql(`
  query Rules($code: String!) {
    exercise(code: $code) {
      attackRuleSet {
        ...RuleSetParts
      }
      defenseRuleSet {
        ...RuleSetParts
      }
    }
  }
`);

/** One version by its hash. */
export const RuleVersionDocument = graphql(`
  query RuleVersion($hash: ID!) {
    ruleSet(hash: $hash) {
      ...RuleSetParts
    }
  }
`);

/** All versions, for choosing. */
export const RuleVersionsDocument = graphql(`
  query RuleVersions($code: String!) {
    ruleSets {
      hash
      key
      title {
        ...LocalParts
      }
      isExample
      note
      addedAt
      settings {
        path
        value
      }
    }
    exercise(code: $code) {
      attackRuleSet {
        hash
      }
      defenseRuleSet {
        hash
      }
    }
  }
`);

export const RuleComparisonDocument = graphql(`
  query RuleComparison($before: ID!, $after: ID!) {
    compareRuleSets(before: $before, after: $after) {
      before {
        ...VersionParts
      }
      after {
        ...VersionParts
      }
      changes {
        kind
        path
        where {
          ...LocalParts
        }
        before
        after
      }
    }
  }
  fragment VersionParts on RuleSet {
    hash
    key
    title {
      ...LocalParts
    }
    note
    addedAt
  }
`);

export const CheckRuleSetDocument = graphql(`
  query CheckRuleSet($input: RuleSetFileInput!) {
    checkRuleSet(input: $input) {
      isStored
      problems {
        line
        column
        path
        code
        message {
          ...LocalParts
        }
      }
      ruleSet {
        hash
        key
        title {
          ...LocalParts
        }
      }
      examples {
        name
        title {
          ...LocalParts
        }
        mismatches {
          what
          expected
          actual
        }
      }
    }
  }
`);

export const PublishRuleSetDocument = graphql(`
  mutation PublishRuleSet($input: PublishRuleSetInput!) {
    publishRuleSet(input: $input) {
      hash
    }
  }
`);

export const RuleTrialDocument = graphql(`
  query RuleTrial($input: TryRulesInput!) {
    tryRules(input: $input) {
      changedLines
      allLines
      unmatchedLines
      standings {
        side
        partyId
        name
        before
        after
        rankBefore
        rankAfter
      }
    }
  }
`);

export type RuleVersionData = RuleVersionsQuery['ruleSets'][number];
export type RuleCheckData = CheckRuleSetQuery['checkRuleSet'];
