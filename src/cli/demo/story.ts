import { call, handOff, type ScriptedReply } from "../../models/scripted-reply.ts";

/** One message of the user, and what it is there to show. */
export interface Scene {
  readonly title: string;
  readonly says: string;
  /** What is said instead where the refund was denied. */
  readonly saysAfterDenial?: string;
}

/** What the user of the demo says. */
export const scenes: readonly Scene[] = [
  {
    title: "The model hands off too early, and the machine says no",
    says: "Hi! My headphones arrived broken. I want my money back for order A-1042.",
  },
  {
    title: "A tool opens the way, and a person decides about the money",
    says: "It is ada@example.com, and the passphrase is swordfish.",
  },
  {
    title: "The way back",
    says: "Great, thank you! One more thing: which plan am I on?",
    saysAfterDenial: "I see. I will wait for that. One more thing: which plan am I on?",
  },
];

const order = { orderId: "A-1042", reason: "arrived broken" };

const replies: readonly ScriptedReply[] = [
  { text: "I am sorry to hear that. I will get you to refunds right away.", calls: [handOff("refunds", order)] },
  {
    text: "Before money can go back I have to know who you are: what are the e-mail address and the passphrase of your account?",
  },
  { calls: [call("verifyIdentity", { email: "ada@example.com", passphrase: "swordfish" })] },
  { text: "Thank you, Ada, that is you.", calls: [handOff("refunds", order)] },
  { calls: [call("lookupOrder", { orderId: "A-1042" })] },
  {
    text: "I found your headphones: 129. I am asking for the refund.",
    calls: [call("issueRefund", { orderId: "A-1042", amount: 129 })],
  },
  { text: "Done: 129 are on their way back to you." },
  { calls: [handOff("triage", { reason: "a question about the plan" })] },
  { text: "You are on the pro plan. Have a good day, Ada!" },
];

const afterDenial: ScriptedReply = { text: "I may not pay that back on my own. A colleague will write to you today." };

/** Where in the story the refund has been decided on. */
const decision = 6;

/** What the model of the demo says when it is asked for the n-th time, counting from 0. */
export function replyOf(
  index: number,
  { denied, delay }: { readonly denied: boolean; readonly delay: number },
): ScriptedReply {
  const reply = index === decision && denied ? afterDenial : (replies[index] ?? { text: "That was all I had to say." });
  return { ...reply, delay };
}
