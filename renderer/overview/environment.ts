interface EnvironmentSource {
  issuer: string;
  clientId: string;
  /** `undefined`: not known here, to be filled in. `null`: the client has none. */
  clientSecret: string | undefined | null;
  redirectUri: string;
  scope: string;
}

/** The settings most OAuth libraries ask for, as a `.env` file. */
export function environmentFile({
  issuer,
  clientId,
  clientSecret,
  redirectUri,
  scope,
}: EnvironmentSource): string {
  const lines = [`OAUTH_ISSUER=${issuer}`, `OAUTH_CLIENT_ID=${clientId}`];
  if (clientSecret !== null) lines.push(`OAUTH_CLIENT_SECRET=${clientSecret ?? ''}`);
  lines.push(`OAUTH_REDIRECT_URI=${redirectUri}`, `OAUTH_SCOPE="${scope}"`, `BANK_API_BASE=${issuer}/ib/v1`);
  return lines.join('\n');
}
