import type { Request, RequestHandler } from 'express';
import { verifyBrowser } from '../authorization/browser-binding.ts';
import { leaveAfterLogout, logoutRequest } from '../authorization/end-session-endpoint.ts';
import { endLogin, keptLogin, logoutToken } from '../authorization/login-cookie.ts';
import { RequestParameters } from '../authorization/parameters.ts';
import { liveInteraction } from '../bank/interactions.ts';
import { Refusal } from '../bank/refusal.ts';
import { returnToLogin, sameSecret } from '../bank/sign-in.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { screenPaths } from './paths.ts';
import { seeOther, sendPage, visitOf } from './step.ts';
import { stylesheetsOf } from './stylesheets.ts';
import { carriedBy, fieldOf, linkTo } from './visit.ts';

/** What goes along with the question whether to log out. */
const CARRIED = ['client_id', 'post_logout_redirect_uri', 'state'] as const;

/** `GET /ib/logout`: asks whoever is logged in, and tells everybody else that nobody is. */
export function logoutScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const visit = visitOf(context, request, screenPaths.logout);
    exchangeOf(request).explain(visit.login ? 'logout_asked' : 'logged_out');
    const { renderLogout } = await import('./render.tsx');
    const fields = CARRIED.flatMap((name): [string, string][] => {
      const value = fieldOf(request.query, name);
      return value === undefined ? [] : [[name, value]];
    });
    sendPage(
      response,
      200,
      renderLogout(stylesheetsOf(context), { visit, fields }),
      visit.login !== undefined,
    );
  };
}

/** `POST /ib/logout`: ログアウト, from any page. */
export function submitLogout(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const kept = keptLogin(context, request);
    if (kept && !sameSecret(fieldOf(request.body, 'csrf') ?? '', logoutToken(context, kept.session))) {
      throw new Refusal('form_forged');
    }
    const given = CARRIED.flatMap((name): [string, string][] => {
      const value = fieldOf(request.body, name);
      return value === undefined ? [] : [[name, value]];
    });
    const asked = await logoutRequest(context, new RequestParameters(given));
    endLogin(context, request, response);
    const interactionId = await backAtLogin(context, request);
    if (interactionId === undefined) {
      leaveAfterLogout(request, response, asked);
      return;
    }
    exchangeOf(request).explain('logged_out');
    seeOther(response, linkTo(screenPaths.login, carriedBy(request)));
  };
}

/** Whoever logs out on the way to a partner stands at its login again. */
async function backAtLogin(context: SandboxContext, request: Request): Promise<string | undefined> {
  const { i } = carriedBy(request);
  if (i === undefined) return undefined;
  try {
    verifyBrowser(context, request, liveInteraction(context.state, context.clock.now(), i));
    await context.work.run((tx) => returnToLogin(tx, i));
    return i;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
