import { defineGraph, type HandoffDefinition, propertiesOf, ToolError, toolFor } from "handoff-machine";
import { z } from "zod";

const variables = z.object({
  /** Whether the passenger has named the reservation and the name on it. */
  identified: z.boolean(),
  /** The reservation that the conversation is about. */
  confirmationNumber: z.string().nullable(),
  /** Of the reservation's flight, once it was looked up. */
  flightStatus: z.enum(["unknown", "onTime", "delayed", "cancelled"]),
  compensated: z.boolean(),
});

type Values = z.infer<typeof variables>;

const tool = toolFor(variables);

const flights = [
  { flight: "HM101", from: "OSL", to: "LIS", departure: "08:15", fare: 180, status: "onTime" },
  { flight: "HM204", from: "OSL", to: "LIS", departure: "13:40", fare: 140, status: "delayed" },
  { flight: "HM350", from: "LIS", to: "OSL", departure: "19:05", fare: 210, status: "cancelled" },
] as const;

const reservations = new Map([
  ["R4XK2P", { lastName: "Lindqvist", flight: "HM101", seat: "14C" }],
  ["T9MB7D", { lastName: "Okafor", flight: "HM204", seat: "3A" }],
  ["W2QJ5N", { lastName: "Ferreira", flight: "HM350", seat: "21F" }],
]);

const findReservation = tool({
  description: "Finds a reservation by its confirmation number and identifies the passenger by the last name on it.",
  input: z.object({ confirmationNumber: z.string().length(6), lastName: z.string() }),
  writes: ["identified", "confirmationNumber", "flightStatus"],
  run: ({ confirmationNumber, lastName }) => {
    const reservation = reservations.get(confirmationNumber);
    if (reservation?.lastName !== lastName) throw new ToolError("No reservation has this number and name.");
    return { output: reservation, set: { identified: true, confirmationNumber, flightStatus: "unknown" } };
  },
});

const searchFlights = tool({
  description: "Lists the flights between two airports, with their departures and fares.",
  input: z.object({ from: z.string().length(3), to: z.string().length(3) }),
  run: ({ from, to }) => ({ output: flights.filter((flight) => flight.from === from && flight.to === to) }),
});

const checkReservedFlight = tool({
  description: "Tells whether the flight of the passenger's reservation is on time, delayed or cancelled.",
  writes: ["flightStatus"],
  run: (_, { variables: { confirmationNumber } }) => {
    const reservation = reservations.get(confirmationNumber ?? "");
    const reserved = flights.find(({ flight }) => flight === reservation?.flight);
    if (reserved === undefined) throw new ToolError("The passenger's reservation must be found first.");
    return { output: reserved, set: { flightStatus: reserved.status } };
  },
});

const bookFlight = tool({
  description: "Books a flight, once the passenger has confirmed flight, number of seats and price.",
  input: z.object({ flight: z.string(), lastName: z.string(), seats: z.int().min(1).max(5) }),
  writes: ["confirmationNumber", "flightStatus"],
  run: ({ flight, lastName, seats }) => {
    const offer = flights.find((known) => known.flight === flight && known.status === "onTime");
    if (offer === undefined) throw new ToolError(`${flight} cannot be booked.`);
    const confirmationNumber = "N6CV8L";
    const output = { confirmationNumber, flight, lastName, price: offer.fare * seats };
    return { output, set: { confirmationNumber, flightStatus: offer.status } };
  },
});

const cancelBooking = tool({
  description: "Cancels the passenger's reservation, once they have confirmed it. The fare goes back as it was paid.",
  writes: ["confirmationNumber"],
  run: (_, { variables: { confirmationNumber, identified } }) => {
    if (!identified || confirmationNumber === null) throw new ToolError("The passenger must be identified first.");
    return { output: { cancelled: confirmationNumber }, set: { confirmationNumber: null } };
  },
});

const changeSeat = tool({
  description: "Moves the passenger to another seat, for instance 14C.",
  input: z.object({ seat: z.string().regex(/^[1-9]\d?[A-F]$/) }),
  run: ({ seat }) => ({ output: { seat } }),
});

const requestService = tool({
  description: "Orders a special service for the passenger's flight.",
  input: z.object({ service: z.enum(["wheelchair", "vegetarianMeal", "unaccompaniedMinor", "petInCabin"]) }),
  run: ({ service }) => ({ output: { service, ordered: true } }),
});

const payCompensation = tool({
  description: "Pays compensation for a delayed or cancelled flight, in euros. Over 200 a person has to approve it.",
  input: z.object({ amount: z.number().positive().max(600) }),
  writes: ["compensated"],
  approval: { amount: { moreThan: 200 } },
  timeout: 30_000,
  run: ({ amount }, { variables: { confirmationNumber, compensated } }) => {
    if (compensated) throw new ToolError("This passenger was compensated already.");
    return { output: { confirmationNumber, paid: amount }, set: { compensated: true } };
  },
});

const rules = {
  baggage: "One bag of 23 kg is included; each other bag costs 50 euros.",
  pets: "Animals up to 8 kg travel in the cabin for 60 euros.",
  compensation: "250 euros for a cancelled flight, 100 euros for a delay of more than three hours.",
} as const;

const readRules = tool({
  description: "Gives the airline's rules on a subject.",
  input: z.object({ subject: z.enum(["baggage", "pets", "compensation"]) }),
  run: ({ subject }) => ({ output: rules[subject] }),
});

const toSeats = {
  description: "Seats, meals and assistance on the reservation of a passenger who was identified.",
  when: { identified: true, confirmationNumber: { not: null } },
} satisfies HandoffDefinition<Values>;

/** Nobody gets there unidentified, without a disrupted flight, or once they were compensated. */
const toRefunds = {
  description: "The passenger claims money for a flight that was found to be delayed or cancelled.",
  when: { identified: true, flightStatus: ["delayed", "cancelled"], compensated: false },
  input: z.object({ claim: z.string().describe("What happened, and what the passenger asks for.") }),
} satisfies HandoffDefinition<Values>;

const toHuman = {
  description: "The passenger asks for a person, or wants something that no agent can do.",
  input: z.object({ summary: z.string().describe("What was asked, what was done, and what is still open.") }),
} satisfies HandoffDefinition<Values>;

/** The reference machine: an airline's service desk whose policy stands on its edges and tools, not in its prompts. */
export const airline = defineGraph({
  id: "airline",
  start: "triage",
  variables,
  initial: { identified: false, confirmationNumber: null, flightStatus: "unknown", compensated: false },
  tools: {
    findReservation,
    searchFlights,
    checkReservedFlight,
    bookFlight,
    cancelBooking,
    changeSeat,
    requestService,
    payCompensation,
    readRules,
  },
  agents: {
    triage: {
      description: "Finds out what the passenger wants, identifies them, and knows who can help.",
      instructions:
        "Find out what the passenger wants and hand off to whoever can do it. When it concerns a reservation, ask for confirmation number and last name. Before a claim, have flightInformation check the flight.",
      tools: ["findReservation"],
      handoffs: {
        flightInformation: {},
        booking: {},
        seats: toSeats,
        refunds: toRefunds,
        faq: {},
        human: toHuman,
      },
    },
    flightInformation: {
      description: "Knows timetables, fares, and whether flights are on time.",
      instructions: "Answer questions about flights from what your tools say. Hand off to booking to book one.",
      tools: ["searchFlights", "checkReservedFlight"],
      handoffs: {
        booking: {
          description: "The passenger wants to book a flight that was found.",
          input: z.object({ flight: z.string() }),
        },
        triage: {},
        human: toHuman,
      },
    },
    booking: {
      description: "Books flights and cancels bookings.",
      instructions: "Book or cancel. Say what it costs and get a clear yes before you do either.",
      tools: ["searchFlights", "bookFlight", "cancelBooking"],
      handoffs: { seats: toSeats, refunds: toRefunds, triage: {}, human: toHuman },
    },
    seats: {
      description: "Changes seats and arranges special services.",
      instructions: "Change the seat or order the service that the passenger wants, and confirm what you did.",
      tools: ["changeSeat", "requestService"],
      handoffs: { refunds: toRefunds, triage: {}, human: toHuman },
    },
    refunds: {
      description: "Compensates passengers whose flights were delayed or cancelled.",
      instructions:
        "Agree on the amount that the rules allow, then pay it. Hand off to faq for questions about anything else.",
      tools: ["readRules", "payCompensation"],
      handoffs: { faq: {}, triage: {}, human: toHuman },
    },
    faq: {
      description: "Explains the airline's rules.",
      instructions: "Answer from the rules only. Hand off to triage for anything that must be done.",
      tools: ["readRules"],
      handoffs: { triage: {}, human: toHuman },
    },
    human: {
      kind: "human",
      description: "A member of the airline's staff.",
      // An operator hands back to triage only: from there every agent can be reached, under the same guards.
      handoffs: { triage: {} },
    },
  },
  limits: { modelCalls: 20, handoffs: 6, refusals: 4 },
  onLimit: { handoff: "human" },
});

const { at, atMost, before, canAlways, leadsTo, never, userCanAlways } = propertiesOf(airline);
const undecided = { place: "awaitingApproval" } as const;

/** The airline's policy, as far as it is the graph's: `handoff check` proves it for every conversation. */
export const airlineProperties = [
  at("nobody claims money unidentified", { enters: "refunds" }, { variables: { identified: true } }),
  at(
    "a claim needs a disrupted flight",
    { enters: "refunds" },
    { variables: { flightStatus: ["delayed", "cancelled"] } },
  ),
  before("a reservation is found before a claim", { returns: "findReservation" }, { enters: "refunds" }),
  never("who was compensated claims no more", { enters: "refunds", when: { variables: { compensated: true } } }),
  at(
    "seats are for a passenger with a reservation",
    { enters: "seats" },
    {
      variables: { identified: true, confirmationNumber: { not: null } },
    },
  ),
  never("only booking cancels", { runs: "cancelBooking", when: { not: { agent: "booking" } } }),
  atMost("at most 6 handoffs for each message", 6, { handoff: {} }, { per: "exchange" }),
  canAlways("a person can always be reached", { agent: "human" }),
  userCanAlways("somebody can always speak", { place: ["opened", "awaitingUser", "failed"] }),
  leadsTo(
    "what waits for a person is decided, if people decide",
    undecided,
    { not: undecided },
    { weak: ["approver"] },
  ),
];
