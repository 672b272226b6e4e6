import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

const actOf = ({ params }: RouteLocationNormalized) => ({ act: params['act'] });

/** Pages of exercise control, below /x/:code. */
export const controlRoutes: RouteRecordRaw[] = [
  {
    path: 'control/:act(start|end|settings)?',
    name: 'control',
    component: () => import('./ControlPage.vue'),
    props: actOf,
  },
  { path: 'units', name: 'units', component: () => import('./UnitsPage.vue') },
  { path: 'teams', name: 'teams', component: () => import('./TeamsPage.vue') },
  { path: 'targets-admin', name: 'targets-admin', component: () => import('./TargetsAdminPage.vue') },
  { path: 'people', name: 'people', component: () => import('./PeoplePage.vue') },
  { path: 'journal', name: 'journal', component: () => import('./JournalPage.vue') },
];

/** Pages that belong to no exercise. */
export const controlRootRoutes: RouteRecordRaw[] = [
  { path: '/exercises', name: 'exercises', component: () => import('./ExercisesPage.vue') },
];
