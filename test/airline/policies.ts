import { propertiesOf } from "handoff-machine";
import type { recordedGraph } from "./recorded-graph.ts";
import { type Recording, transferTool } from "./recording.ts";

/**
 * What the airline's policy asks of its agent, as far as calls show it: rules that no guard of the recorded graph
 * enforces, so that a model can break them.
 */
export function policiesOf(graph: ReturnType<typeof recordedGraph>) {
  const { before, atMost } = propertiesOf(graph);
  const read = { either: [{ returns: "get_user_details" }, { returns: "get_reservation_details" }] } as const;
  const changes = {
    either: [
      { runs: "cancel_reservation" },
      { runs: "update_reservation_flights" },
      { runs: "update_reservation_baggages" },
      { runs: "update_reservation_passengers" },
    ],
  } as const;
  return [
    before("no reservation is changed before it, or its user, was read", read, changes),
    before("what was read last is put to the user before a reservation is changed", { says: true }, changes, {
      per: { returns: "get_reservation_details" },
    }),
    before(
      "nothing is booked before flights were searched",
      { either: [{ returns: "search_direct_flight" }, { returns: "search_onestop_flight" }] },
      { runs: "book_reservation" },
    ),
    atMost("one change for each message of the user", 1, changes, { per: "exchange" }),
    before("a person is asked for only after something was looked up", read, { handoff: { to: "human" } }),
  ];
}

/** The recordings that break a policy, read off their messages: nothing of the product has a part in it. */
export function breakers(policy: string, recordings: readonly Recording[]): readonly string[] {
  return recordings.filter((recording) => isBroken(policy, recording)).map(({ name }) => name);
}

const readers = ["get_user_details", "get_reservation_details"];
const searches = ["search_direct_flight", "search_onestop_flight"];
const changers = [
  "cancel_reservation",
  "update_reservation_flights",
  "update_reservation_baggages",
  "update_reservation_passengers",
];

function isBroken(policy: string, { messages }: Recording): boolean {
  const steps = messages.flatMap((message) => {
    if (message.role === "user") return ["user"];
    return message.role === "tool" ? [message.name] : [];
  });
  const first = (names: readonly string[]): number => steps.findIndex((step) => names.includes(step));
  const isBefore = (required: readonly string[], event: readonly string[]): boolean =>
    first(event) === -1 || (first(required) !== -1 && first(required) < first(event));
  switch (policy.split(" ").slice(0, 3).join(" ")) {
    case "no reservation is":
      return !isBefore(readers, changers);
    case "what was read":
      return steps.some((step, index) => {
        if (!changers.includes(step)) return false;
        const lastRead = steps.slice(0, index).lastIndexOf("get_reservation_details");
        return !steps.slice(lastRead + 1, index).includes("user");
      });
    case "nothing is booked":
      return !isBefore(searches, ["book_reservation"]);
    case "one change for":
      return steps
        .join(" ")
        .split("user")
        .some((part) => part.split(" ").filter((step) => changers.includes(step)).length > 1);
    case "a person is":
      return !isBefore(readers, [transferTool]);
    default:
      throw new RangeError(`There is no policy "${policy}".`);
  }
}
