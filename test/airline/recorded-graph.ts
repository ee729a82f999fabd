import { defineGraph, type Schema, tool } from "handoff-machine";
import { z } from "zod";
import { type Recording, readPolicy, resultOfTurn, transferTool } from "./recording.ts";

const airport = z.string().length(3).describe("Its code, such as JFK.");
const date = z.iso.date();
const dollars = z.number();
const cabin = z.enum(["basic_economy", "economy", "business"]);
const reservationId = z.string().describe("Such as 8JX2WO.");
const userId = z.string().describe("Such as sara_doe_496.");
const paymentId = z.string().describe("Of the user's profile, such as credit_card_7815826.");

const route = z.object({ origin: airport, destination: airport, date });
const passengers = z.array(z.object({ first_name: z.string(), last_name: z.string(), dob: date }));
const baggages = { total_baggages: z.int().min(0), nonfree_baggages: z.int().min(0) };
const flights = z.array(
  z.object({ flight_number: z.string(), date, origin: airport.optional(), destination: airport.optional() }),
);

/**
 * Makes the graph of the recorded agent: one model with 13 tools, which may call for a person. A tool gives what
 * was recorded for its call: the session is named after its recording, and the call after its turn.
 */
export function recordedGraph(recordings: readonly Recording[]) {
  const recordingsByName = new Map(recordings.map((recording) => [recording.name, recording]));

  function replayed(session: string, call: string): string {
    const recording = recordingsByName.get(session);
    if (recording === undefined) throw new RangeError(`There is no recording "${session}".`);
    return resultOfTurn(recording, Number.parseInt(call, 10));
  }

  const recorded = (description: string, input: Schema) =>
    tool({ description, input, run: (_, { session, call }) => ({ output: replayed(session, call) }) });

  const tools = {
    get_user_details: recorded("Gets a user's profile.", z.object({ user_id: userId })),
    get_reservation_details: recorded("Gets a reservation.", z.object({ reservation_id: reservationId })),
    list_all_airports: recorded("Lists all airports and their cities.", z.object({})),
    search_direct_flight: recorded("Searches direct flights of a day.", route),
    search_onestop_flight: recorded("Searches flights of a day with one stop.", route),
    book_reservation: recorded(
      "Books a reservation.",
      z.object({
        user_id: userId,
        origin: airport,
        destination: airport,
        flight_type: z.enum(["one_way", "round_trip"]),
        cabin,
        flights,
        passengers,
        payment_methods: z.array(z.object({ payment_id: paymentId, amount: dollars })),
        ...baggages,
        insurance: z.enum(["yes", "no"]),
      }),
    ),
    cancel_reservation: recorded("Cancels a whole reservation.", z.object({ reservation_id: reservationId })),
    update_reservation_flights: recorded(
      "Changes flights and cabin of a reservation.",
      z.object({ reservation_id: reservationId, cabin, flights, payment_id: paymentId }),
    ),
    update_reservation_baggages: recorded(
      "Changes the checked bags of a reservation.",
      z.object({ reservation_id: reservationId, ...baggages, payment_id: paymentId }),
    ),
    update_reservation_passengers: recorded(
      "Changes the passengers of a reservation.",
      z.object({ reservation_id: reservationId, passengers }),
    ),
    send_certificate: recorded("Sends a user a certificate.", z.object({ user_id: userId, amount: dollars })),
    calculate: recorded("Calculates an expression.", z.object({ expression: z.string() })),
    think: recorded("Notes a thought, without any effect.", z.object({ thought: z.string() })),
  };

  return defineGraph({
    id: "recorded-airline",
    start: "agent",
    tools,
    agents: {
      agent: {
        description: "Books, changes and cancels reservations.",
        instructions: readPolicy(),
        tools: [
          "get_user_details",
          "get_reservation_details",
          "list_all_airports",
          "search_direct_flight",
          "search_onestop_flight",
          "book_reservation",
          "cancel_reservation",
          "update_reservation_flights",
          "update_reservation_baggages",
          "update_reservation_passengers",
          "send_certificate",
          "calculate",
          "think",
        ],
        handoffs: {
          human: { tool: transferTool, input: z.object({ summary: z.string() }) },
        },
      },
      human: { kind: "human", description: "Handles what is beyond the agent's actions." },
    },
    limits: { modelCalls: null }, // one of the recorded exchanges took 26
  });
}
