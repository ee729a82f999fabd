import type { JSX } from "preact";
import { Dialog } from "./dialog.tsx";

const keys: readonly (readonly [string, string])[] = [
  ["← →", "one entry back, forward"],
  ["Shift ← →", "to the handoff before, after"],
  ["Home End", "to the first entry, to the head"],
  ["Space", "play, pause"],
  ["Shift drag", "on the timeline: only this stretch; double-click: all"],
  ["/", "search in the conversation"],
  ["+ − 0", "zoom the chart in, out, fit it"],
  ["a s", "agents, every state"],
  ["?", "these keys"],
  ["Esc", "close, or clear what is chosen"],
];

/** Which keys do what. */
export function KeysDialog(): JSX.Element {
  return (
    <Dialog title="Keys">
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
