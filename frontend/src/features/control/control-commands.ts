import { graphql } from '../../gql/gql.js';

export const CreateExerciseDocument = graphql(`
  mutation CreateExercise($input: CreateExerciseInput!) {
    createExercise(input: $input) {
      id
      code
    }
  }
`);

export const ConfigureExerciseDocument = graphql(`
  mutation ConfigureExercise($input: ConfigureExerciseInput!) {
    configureExercise(input: $input) {
      id
      version
    }
  }
`);

export const StartExerciseDocument = graphql(`
  mutation StartExercise($input: ExerciseCommandInput!) {
    startExercise(input: $input) {
      id
      state
    }
  }
`);

export const EndExerciseDocument = graphql(`
  mutation EndExercise($input: ExerciseCommandInput!) {
    endExercise(input: $input) {
      id
      state
    }
  }
`);

export const AddUnitDocument = graphql(`
  mutation AddUnit($input: AddUnitInput!) {
    addUnit(input: $input) {
      id
      name
    }
  }
`);

export const AddAttackTeamDocument = graphql(`
  mutation AddAttackTeam($input: AddAttackTeamInput!) {
    addAttackTeam(input: $input) {
      id
      name
    }
  }
`);

export const RegisterSourceAddressDocument = graphql(`
  mutation RegisterSourceAddress($input: RegisterSourceAddressInput!) {
    registerSourceAddress(input: $input) {
      id
    }
  }
`);

export const AddTargetDocument = graphql(`
  mutation AddTarget($input: AddTargetInput!) {
    addTarget(input: $input) {
      id
      name
    }
  }
`);

export const CreateUserDocument = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      id
      username
      displayName
    }
  }
`);

export const GrantMembershipDocument = graphql(`
  mutation GrantMembership($input: GrantMembershipInput!) {
    grantMembership(input: $input) {
      id
    }
  }
`);

export const RevokeMembershipDocument = graphql(`
  mutation RevokeMembership($input: RevokeMembershipInput!) {
    revokeMembership(input: $input)
  }
`);
