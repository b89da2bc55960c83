import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { ClientsPage } from '../clients/clients-page.tsx';
import { CustomersPage } from '../customers/customers-page.tsx';
import { GrantsPage } from '../grants/grants-page.tsx';
import { LogPage } from '../log/log-page.tsx';
import { OverviewPage } from '../overview/overview-page.tsx';
import { ScenariosPage } from '../scenarios/scenarios-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { TimePage } from '../time/time-page.tsx';
import { CrashedPage, MissingPage } from './missing-page.tsx';
import { Shell } from './shell/shell.tsx';

/** A search parameter as text; anything else in the address is ignored. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined;
}

function texts<const Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): { [Key in Name]?: string } => {
    const found: { [Key in Name]?: string } = {};
    for (const name of names) {
      const value = text(search[name]);
      if (value !== undefined) found[name] = value;
    }
    return found;
  };
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: MissingPage,
  errorComponent: CrashedPage,
});

const routeTree = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/log',
    component: LogPage,
    validateSearch: texts('filter', 'entry'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/customers',
    component: CustomersPage,
    validateSearch: texts('customer', 'account', 'add', 'q'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/clients',
    component: ClientsPage,
    validateSearch: texts('client', 'add', 'q'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/grants',
    component: GrantsPage,
    validateSearch: texts('grant', 'client', 'customer', 'status', 'add'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/time',
    component: TimePage,
    validateSearch: texts('grant'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/scenarios',
    component: ScenariosPage,
    validateSearch: texts('ask'),
  }),
  createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage }),
]);

/**
 * Pages live behind the fragment: the console is served as plain files, and no server has to know
 * its pages.
 */
export function createConsoleRouter() {
  return createRouter({
    routeTree,
    history: createHashHistory(),
    defaultPreload: false,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
