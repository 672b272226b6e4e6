import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

const idOf = ({ params }: RouteLocationNormalized) => ({ id: params['id'] });

/** Pages of the attacking teams, below /x/:code. */
export const attackRoutes: RouteRecordRaw[] = [
  { path: 'submissions', name: 'submissions', component: () => import('./SubmissionsPage.vue') },
  { path: 'submissions/new', name: 'submission-new', component: () => import('./SubmissionEditPage.vue') },
  { path: 'submissions/:id', name: 'submission', component: () => import('./SubmissionPage.vue'), props: idOf },
  {
    path: 'submissions/:id/versions',
    name: 'submission-versions',
    component: () => import('./VersionsPage.vue'),
    props: idOf,
  },
  { path: 'targets', name: 'targets', component: () => import('./TargetsPage.vue') },
];
