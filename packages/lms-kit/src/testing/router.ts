import { authorizationEndpoint } from "./authorization-endpoint.ts";
import { deepLinkingEndpoint } from "./deep-linking.ts";
import { paths } from "./endpoints.ts";
import { jwksEndpoint } from "./jwks-endpoint.ts";
import { loginPage, toolPage } from "./lms-pages.ts";
import { openidConfigurationEndpoint, registrationEndpoint } from "./registration.ts";
import { serviceEndpoint } from "./services.ts";
import { storageFrame } from "./storage-script.ts";
import { tokenEndpoint } from "./token-endpoint.ts";
import type { World } from "./world.ts";

type Endpoint = (request: Request, world: World) => Promise<Response> | Response;

const endpoints: Readonly<Record<string, Endpoint>> = {
  [paths.jwks]: jwksEndpoint,
  [paths.authorization]: authorizationEndpoint,
  [paths.token]: tokenEndpoint,
  [paths.deepLinkingReturn]: deepLinkingEndpoint,
  [paths.openidConfiguration]: openidConfigurationEndpoint,
  [paths.registration]: registrationEndpoint,
  [paths.toolPage]: toolPage,
  [paths.loginPage]: loginPage,
  [paths.storageFrame]: storageFrame,
};

/** Answers a request to the platform. */
export async function route(request: Request, world: World): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith(paths.services)) {
    return serviceEndpoint(request, world, pathname.slice(paths.services.length));
  }
  return endpoints[pathname]?.(request, world) ?? new Response("Nothing is here.", { status: 404 });
}
