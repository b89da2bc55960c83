import { runnerImport, type Plugin } from 'vite';
import type { Operation } from '../control/operation.ts';

/** The modules that declare what the control API can do; their schemas live in a folder below. */
const declarations = /\/server\/control\/operations\/[^/]+\.ts$/;

/** What a caller needs of a declaration; what checks and documents it stays on the server. */
type CallableOperation = Pick<Operation, 'id' | 'method' | 'path' | 'summary' | 'bodyType' | 'bodyBytes'>;

/**
 * Bundles the control API's declarations as plain data. The console only asks for what they name;
 * without this, every schema and the schema library itself (a quarter of a megabyte) travel with it.
 */
export function operationsAsData(): Plugin {
  return {
    name: 'operations-as-data',
    enforce: 'pre',
    async load(id) {
      const file = id.replace(/\?.*$/, '');
      if (!declarations.test(file.replaceAll('\\', '/'))) return null;
      const { module } = await runnerImport<Record<string, unknown>>(file, { logLevel: 'error' });
      return Object.entries(module)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(asData(value))};`)
        .join('\n');
    },
  };
}

function asData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asData);
  return isOperation(value) ? callable(value) : value;
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'id' in value && 'path' in value && 'method' in value;
}

function callable({ id, method, path, summary, bodyType, bodyBytes }: Operation): CallableOperation {
  return {
    id,
    method,
    path,
    summary,
    ...(bodyType === undefined ? {} : { bodyType }),
    ...(bodyBytes === undefined ? {} : { bodyBytes }),
  };
}
