import type { GraphProperty } from "../check/graph-property.ts";
import { UsageError } from "../errors.ts";
import type { GraphShape } from "../graph/graph.ts";
import type { ModelChoice, Models } from "../runtime/models-by-agent.ts";

/** What an inspector shows, what it allows, and to whom. */
export interface HandlerOptions<Shape extends GraphShape = GraphShape> {
  /** Unless given: no in production (`NODE_ENV=production`), yes elsewhere. What is not enabled does and costs nothing. */
  readonly enabled?: boolean;
  /** The path that it is mounted under, where the requests still have it: `/admin/inspector`. */
  readonly base?: string;
  /** Whoever looks has to know it: `Authorization: Bearer …`, or once `?token=…`, which leaves a cookie. */
  readonly token?: string;
  /** Whether a request may be answered; asked for each, besides the token. What it throws is a no. */
  readonly authorize?: (request: Request) => boolean | Promise<boolean>;
  /** Whether sessions can be talked to, decided on and forked; `false`: only looked at. Yes, unless given. */
  readonly control?: boolean;
  /** Models for sessions that are opened or forked here, by how they are called. */
  readonly models?: Readonly<Record<string, Models | ModelChoice<Shape["agent"]>>>;
  /** How the runtime's own models are called; `null`: they are not offered. `runtime`, unless given. */
  readonly ownModel?: string | null;
  /** What is asked of the graph, besides what is always asked. */
  readonly properties?: readonly GraphProperty<Shape>[];
}

/** Where an inspector listens, besides what it shows. */
export interface InspectOptions<Shape extends GraphShape = GraphShape> extends HandlerOptions<Shape> {
  /** 4747, unless given; where that is taken, a free one. */
  readonly port?: number;
  /** `127.0.0.1`, unless given. Any place that others can reach needs a token. */
  readonly host?: string;
}

/** The port that is tried first. */
export const usualPort = 4747;

/** The person who looks, as a model. */
export const you = "you";

/** Whether an inspector runs at all. */
export function isEnabled({ enabled }: HandlerOptions): boolean {
  return enabled ?? process.env.NODE_ENV !== "production";
}

/** Whether nobody but programs of this machine can come to that host. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Refuses options that cannot be meant.
 *
 * @throws {UsageError} `bad_option` for an empty token, a base that is no path, and names of models that are taken.
 */
export function refuseBadOptions({ token, base, models = {}, ownModel = usualOwnModel }: HandlerOptions): void {
  if (token === "") {
    throw new UsageError("bad_option", {
      message: "token: expected a text that nobody guesses, found an empty one.",
      hint: "Make one: crypto.randomUUID().",
    });
  }
  if (base !== undefined && !/^(\/[\w.~@+-]+)*\/?$/.test(base)) {
    throw new UsageError("bad_option", {
      message: `base: expected a path, found ${JSON.stringify(base)}.`,
      hint: 'Write it as in "/admin/inspector", of letters, digits and -._~@+.',
    });
  }
  if (ownModel === you) {
    throw new UsageError("bad_option", {
      message: `ownModel: the name "${you}" is taken by the person who looks.`,
      hint: "Give the runtime's own models another name.",
    });
  }
  const taken = Object.keys(models).find((name) => name === you || name === ownModel);
  if (taken === undefined) return;
  throw new UsageError("bad_option", {
    message: `models.${taken}: the name "${taken}" is taken by ${taken === you ? "the person who looks" : "the runtime's own models"}.`,
    hint: "Give them another name.",
  });
}

/** How the runtime's own models are called. */
export const usualOwnModel = "runtime";
