import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { ClientsPage } from '../clients/clients-page.tsx';
import { CustomersPage } from '../customers/customers-page.tsx';
import { FaultsPage } from '../faults/faults-page.tsx';
import { GrantsPage } from '../grants/grants-page.tsx';
import { LogPage } from '../log/log-page.tsx';
import { OverviewPage } from '../overview/overview-page.tsx';
import { ScenariosPage } from '../scenarios/scenarios-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { TimePage } from '../time/time-page.tsx';
import { TrainingPage } from '../training/training-page.tsx';
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

// Each page states its return type: the router's types come of the pages, and the pages use them.
const getParentRoute = () => root;
const overview = createRoute({ getParentRoute, path: '/', component: OverviewPage });
const log = createRoute({
  getParentRoute,
  path: '/log',
  component: LogPage,
  validateSearch: texts('filter', 'entry'),
});
const customers = createRoute({
  getParentRoute,
  path: '/customers',
  component: CustomersPage,
  validateSearch: texts('customer', 'account', 'add', 'q'),
});
const clients = createRoute({
  getParentRoute,
  path: '/clients',
  component: ClientsPage,
  validateSearch: texts('client', 'add', 'q'),
});
const grants = createRoute({
  getParentRoute,
  path: '/grants',
  component: GrantsPage,
  validateSearch: texts('grant', 'client', 'customer', 'status', 'add'),
});
const time = createRoute({
  getParentRoute,
  path: '/time',
  component: TimePage,
  validateSearch: texts('grant'),
});
const scenarios = createRoute({
  getParentRoute,
  path: '/scenarios',
  component: ScenariosPage,
  validateSearch: texts('ask'),
});
const settings = createRoute({
  getParentRoute,
  path: '/settings',
  component: SettingsPage,
  validateSearch: texts('section'),
});

const faults = createRoute({ getParentRoute, path: '/faults', component: FaultsPage });
const training = createRoute({ getParentRoute, path: '/training', component: TrainingPage });

const routeTree = root.addChildren([
  overview,
  log,
  customers,
  clients,
  grants,
  time,
  faults,
  scenarios,
  training,
  settings,
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
