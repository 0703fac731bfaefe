// A real OpenID Connect provider that speaks as ProConnect does, for the tests.
//
// Who signs in says what she is: { sub, email, email_verified, acr, amr, ts, fault }. `fault` makes
// this provider lie in one precise way after it has answered, so that Havre's checks are tried.
//
// node provider.mjs PORT CLIENT_ID CLIENT_SECRET RETURN AFTER
import { createServer } from 'node:http';
import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const [port, clientId, clientSecret, back, after] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const right = await generateKeyPair('RS256', { extractable: true });
const wrong = await generateKeyPair('RS256');
const published = { ...(await exportJWK(right.privateKey)), kid: 'right', alg: 'RS256', use: 'sig' };

const personOf = (id) => JSON.parse(Buffer.from(id, 'base64url').toString());
const sign = (claims, key = right.privateKey, kid = 'right') =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);

const TOKEN_FAULTS = {
  'other-key': (claims) => sign(claims, wrong.privateKey),
  'unknown-key': (claims) => sign(claims, wrong.privateKey, 'wrong'),
  hs256: (claims) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'right' })
      .sign(new TextEncoder().encode(clientSecret)),
  unsigned: (claims) => new UnsecuredJWT(claims).encode(),
  altered: async (claims) => {
    const [header, , signature] = (await sign(claims)).split('.');
    const other = Buffer.from(JSON.stringify({ ...claims, sub: 'x' })).toString('base64url');
    return [header, other, signature].join('.');
  },
  issuer: (claims) => sign({ ...claims, iss: 'http://127.0.0.1:1' }),
  audience: (claims) => sign({ ...claims, aud: 'another-service' }),
  party: (claims) => sign({ ...claims, azp: 'another-service' }),
  expired: (claims) => sign({ ...claims, exp: claims.iat - 3600 }),
  nonce: (claims) => sign({ ...claims, nonce: 'n'.repeat(43) }),
  'no-nonce': ({ nonce, ...claims }) => sign(claims),
};
const USERINFO_FAULTS = {
  'userinfo-key': (claims) => sign(claims, wrong.privateKey),
  'userinfo-unsigned': (claims) => new UnsecuredJWT(claims).encode(),
  'userinfo-subject': (claims) => sign({ ...claims, sub: 'another-person' }),
  'userinfo-audience': (claims) => sign({ ...claims, aud: 'another-service' }),
  'userinfo-issuer': (claims) => sign({ ...claims, iss: 'http://127.0.0.1:1' }),
};

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [back],
      post_logout_redirect_uris: [after],
      token_endpoint_auth_method: 'client_secret_post',
      userinfo_signed_response_alg: 'RS256',
    },
  ],
  jwks: { keys: [published] },
  cookies: { keys: ['of-the-tests'] },
  acrValues: ['eidas0', 'eidas1', 'eidas2', 'eidas3'],
  claims: {
    acr: null,
    amr: null,
    auth_time: null,
    iss: null,
    sid: null,
    openid: ['sub'],
    email: ['email', 'email_verified'],
    given_name: ['given_name'],
    usual_name: ['usual_name'],
    siret: ['siret'],
  },
  features: {
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  pkce: { required: () => true },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => {
    const { acr, amr, ts, fault, ...claims } = personOf(id);
    return { accountId: id, claims: () => claims };
  },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid email given_name usual_name siret');
    grant.addOIDCClaims(['acr', 'amr', 'auth_time']);
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  await next();
  const id = ctx.oidc?.account?.accountId;
  const fault = id && personOf(id).fault;
  if (!fault) return;
  if (ctx.oidc.route === 'token' && TOKEN_FAULTS[fault]) {
    const id_token = await TOKEN_FAULTS[fault](decodeJwt(ctx.body.id_token));
    ctx.body = { ...ctx.body, id_token };
  }
  if (ctx.oidc.route === 'userinfo') {
    const claims = decodeJwt(String(ctx.body));
    if (USERINFO_FAULTS[fault]) ctx.body = await USERINFO_FAULTS[fault](claims);
    if (fault === 'userinfo-plain') {
      ctx.type = 'application/json';
      ctx.body = JSON.stringify(claims);
    }
  }
});

const answer = provider.callback();
createServer(async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    return response.end('<form method="post"><textarea name="person"></textarea><button>OK</button></form>');
  }
  let body = '';
  for await (const piece of request) body += piece;
  const given = new URLSearchParams(body).get('person');
  const { acr, amr, ts } = JSON.parse(given);
  const accountId = Buffer.from(given).toString('base64url');
  return provider.interactionFinished(request, response, { login: { accountId, acr, amr, ts } });
}).listen(Number(port), '127.0.0.1');
