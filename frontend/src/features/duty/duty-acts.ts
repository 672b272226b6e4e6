import { graphql } from '../../gql/gql.js';

export const SetDutyRosterDocument = graphql(`
  mutation SetDutyRoster($input: SetDutyRosterInput!) {
    setDutyRoster(input: $input) {
      id
    }
  }
`);

export const AddDutyPeopleDocument = graphql(`
  mutation AddDutyPeople($input: AddDutyPeopleInput!) {
    addDutyPeople(input: $input) {
      id
    }
  }
`);

export const ChangeDutyPersonDocument = graphql(`
  mutation ChangeDutyPerson($input: ChangeDutyPersonInput!) {
    changeDutyPerson(input: $input) {
      id
    }
  }
`);

export const FillDutyRosterDocument = graphql(`
  mutation FillDutyRoster($input: FillDutyRosterInput!) {
    fillDutyRoster(input: $input) {
      id
    }
  }
`);

export const AssignDutyDocument = graphql(`
  mutation AssignDuty($input: AssignDutyInput!) {
    assignDuty(input: $input) {
      id
    }
  }
`);

export const AskDutySwapDocument = graphql(`
  mutation AskDutySwap($input: AskDutySwapInput!) {
    askDutySwap(input: $input) {
      id
    }
  }
`);

export const AnswerDutySwapDocument = graphql(`
  mutation AnswerDutySwap($input: AnswerDutySwapInput!) {
    answerDutySwap(input: $input) {
      id
    }
  }
`);

export const DecideDutySwapDocument = graphql(`
  mutation DecideDutySwap($input: DecideDutySwapInput!) {
    decideDutySwap(input: $input) {
      id
    }
  }
`);

export const WithdrawDutySwapDocument = graphql(`
  mutation WithdrawDutySwap($input: WithdrawDutySwapInput!) {
    withdrawDutySwap(input: $input) {
      id
    }
  }
`);

export const CheckInDutyDocument = graphql(`
  mutation CheckInDuty($input: CheckInDutyInput!) {
    checkInDuty(input: $input) {
      id
    }
  }
`);

export const TakeOverDutyDocument = graphql(`
  mutation TakeOverDuty($input: TakeOverDutyInput!) {
    takeOverDuty(input: $input) {
      id
    }
  }
`);

export const OfferHandoverDocument = graphql(`
  mutation OfferHandover($input: OfferHandoverInput!) {
    offerHandover(input: $input) {
      id
    }
  }
`);

export const SignHandoverDocument = graphql(`
  mutation SignHandover($input: SignHandoverInput!) {
    signHandover(input: $input) {
      id
    }
  }
`);

export const WriteDutyLogDocument = graphql(`
  mutation WriteDutyLog($input: WriteDutyLogInput!) {
    writeDutyLog(input: $input) {
      id
    }
  }
`);
