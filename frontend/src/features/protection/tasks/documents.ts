import { graphql } from '../../../gql/gql.js';
import type { TaskFileFragment, TaskPlanFragment, TaskMatrixQuery } from '../../../gql/graphql.js';

graphql(`
  fragment TaskPlan on ProtectionTask {
    id
    phase
    name {
      zh
      en
    }
    measures {
      zh
      en
      source
    }
    evidence {
      zh
      en
    }
    owner
    source
    dueAt
    daily
    dueTime
    requires
    version
  }
`);

graphql(`
  fragment TaskCellParts on TaskCellView {
    unitId
    day
    state
    dueAt
    isOverdue
    isLate
    submittedAt
    waitsFor
    missedDays
  }
`);

graphql(`
  fragment TaskFile on TaskFile {
    task {
      ...TaskPlan
    }
    unit {
      id
      name
    }
    cell {
      ...TaskCellParts
    }
    days {
      day
      state
      dueAt
      isOverdue
    }
    acts {
      id
      kind
      day
      at
      seq
      byName
      text
      dueAt
      evidence {
        id
        fileName
        sizeBytes
        sha256
        mediaType
        isImage
        recordedAt
        receiptSeq
      }
    }
    steps
  }
`);

export const TaskMatrixDocument = graphql(`
  query TaskMatrix($id: ID!) {
    protectionPeriod(id: $id) {
      ...PeriodSettings
    }
    taskMatrix(periodId: $id) {
      asOf
      units {
        id
        name
      }
      rows {
        task {
          ...TaskPlan
        }
        cells {
          ...TaskCellParts
        }
      }
    }
  }
`);

export const TaskFileDocument = graphql(`
  query TaskFileOf($taskId: ID!, $unitId: ID!, $day: String) {
    taskFile(taskId: $taskId, unitId: $unitId, day: $day) {
      ...TaskFile
    }
  }
`);

export const TemplatesDocument = graphql(`
  query ProtectionTemplates {
    protectionTemplates {
      plans {
        key
        name {
          zh
          en
        }
        source
        tasks
        tags
      }
    }
  }
`);

export const ApplyTemplatesDocument = graphql(`
  mutation ApplyTemplates($input: ApplyTaskTemplatesInput!) {
    applyTaskTemplates(input: $input) {
      periodId
    }
  }
`);

/** For whom a task is; only planners may ask. */
export const TaskUnitsDocument = graphql(`
  query TaskUnits($periodId: ID!) {
    taskMatrix(periodId: $periodId) {
      rows {
        task {
          id
          unitIds
        }
      }
    }
  }
`);

export const AddTaskDocument = graphql(`
  mutation AddTask($input: AddProtectionTaskInput!) {
    addProtectionTask(input: $input) {
      id
    }
  }
`);

export const ChangeTaskDocument = graphql(`
  mutation ChangeTask($input: ChangeProtectionTaskInput!) {
    changeProtectionTask(input: $input) {
      id
      version
    }
  }
`);

export const RemoveTaskDocument = graphql(`
  mutation RemoveTask($input: RemoveProtectionTaskInput!) {
    removeProtectionTask(input: $input) {
      periodId
    }
  }
`);

export const StartTaskDocument = graphql(`
  mutation StartTask($input: TaskPlaceInput!) {
    done: startProtectionTask(input: $input) {
      ...TaskFile
    }
  }
`);

export const SubmitTaskDocument = graphql(`
  mutation SubmitTask($input: SubmitProtectionTaskInput!) {
    done: submitProtectionTask(input: $input) {
      ...TaskFile
    }
  }
`);

export const ReturnTaskDocument = graphql(`
  mutation ReturnTask($input: ReturnProtectionTaskInput!) {
    done: returnProtectionTask(input: $input) {
      ...TaskFile
    }
  }
`);

export const SignTaskDocument = graphql(`
  mutation SignTask($input: SignProtectionTaskInput!) {
    done: signProtectionTask(input: $input) {
      ...TaskFile
    }
  }
`);

export const ExcuseTaskDocument = graphql(`
  mutation ExcuseTask($input: ExcuseProtectionTaskInput!) {
    done: excuseProtectionTask(input: $input) {
      ...TaskFile
    }
  }
`);

export type TaskMatrix = TaskMatrixQuery['taskMatrix'];
export type TaskRow = TaskMatrix['rows'][number];
export type TaskCell = TaskRow['cells'][number];
export type TaskPlan = TaskPlanFragment;
export type TaskFile = TaskFileFragment;
/** One unit in one task. */
export interface Picked {
  readonly taskId: string;
  readonly unitId: string;
  readonly day: string | null;
}
