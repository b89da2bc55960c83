import type { SandboxContext } from '../context.ts';
export function bankOpenApi(context: SandboxContext): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: { title: 'IB Link Sandbox: bank', version: context.version },
    servers: [{ url: context.addresses.issuer }],
    paths: {},
  };
}
