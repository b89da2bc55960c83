import { Command, CommanderError } from 'commander';
import { SandboxStartError } from '../sandbox-options.ts';
import { addDoctorCommand } from './doctor.ts';
import { addServeCommand } from './serve.ts';

/**
 * The command line `ib-link-sandbox`. Exit codes: 0 done, 2 usage, 3 port taken, 4 data in use, 5 data
 * unreadable, 70 ended by a defect of its own.
 */
const program = new Command('ib-link-sandbox')
  .description('A sandbox for rehearsing Japanese bank API linkage (API連携) offline')
  .showHelpAfterError('(--help lists the options)')
  .exitOverride();

addServeCommand(program);
addDoctorCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message already; help and version are no errors.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof SandboxStartError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  }
}
