import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';
import { reportsRoutes } from './reports-routes.js';

const withId = ({ params }: RouteLocationNormalized): Record<string, unknown> => ({ id: params['id'] });

/** Protection periods 重要保障期, below /x/:code. */
export const protectionRoutes: RouteRecordRaw[] = [
  { path: 'protection', name: 'protection', component: () => import('./period/CurrentPeriodPage.vue') },
  { path: 'protection/calendar', name: 'protection-calendar', component: () => import('./calendar/CalendarPage.vue') },
  { path: 'protection/new', name: 'protection-new', component: () => import('./period/PeriodFormPage.vue') },
  {
    path: 'protection/:id',
    name: 'protection-period',
    component: () => import('./tasks/TasksPage.vue'),
    props: withId,
  },
  {
    path: 'protection/:id/edit',
    name: 'protection-edit',
    component: () => import('./period/PeriodFormPage.vue'),
    props: withId,
  },
  ...reportsRoutes,
];
