import { suitePlanNames, suitePlans } from '../conformance-suite/plans.ts';
import { implement } from './operation.ts';
import { exportSuiteConfiguration, listSuitePlans } from './operations/conformance-suite.ts';

export const implementedConformanceSuite = [
  implement(listSuitePlans, () => ({
    items: suitePlanNames.map((plan) => {
      const { title, profile, parameters } = suitePlans[plan];
      return {
        plan,
        title,
        profile,
        parameters: Object.entries<readonly string[]>(parameters).map(([name, values]) => ({
          name,
          values: [...values],
        })),
      };
    }),
  })),

  implement(exportSuiteConfiguration, async ({ context, body, exchange, response }) => {
    const { suiteConfiguration } = await import('../conformance-suite/configuration.ts');
    const { plan, alias } = body;
    const configuration = await suiteConfiguration(context, body, exchange.addEffects);
    response.setHeader('Content-Disposition', `attachment; filename="${alias}-${plan}.json"`);
    return configuration;
  }),
];
