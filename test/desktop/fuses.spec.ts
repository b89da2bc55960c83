import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { packedApp } from './desktop-app.ts';
import { expect, test } from './fixtures.ts';

/** How a fuse that is on stands in the binary. */
const ON = '1'.charCodeAt(0);

test('every fuse is set as stated; only the test variant lets a debugger in', async () => {
  const wire = await getCurrentFuseWire(packedApp);
  const isOn = (fuse: FuseV1Options) => Number(wire[fuse]) === ON;
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    ownSnapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    filePrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    inspect: true,
    asarIntegrity: true,
    onlyAsar: true,
    ownSnapshot: false,
    filePrivileges: false,
  });
});
