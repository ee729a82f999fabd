import { render } from "preact";
import { App } from "./app.tsx";
import { Contained } from "./controls/contained.tsx";
import { startDesk } from "./start-desk.ts";
import { DeskContext } from "./store/use-page.ts";

const root = document.getElementById("page");
if (root !== null) {
  render(
    <DeskContext.Provider value={startDesk()}>
      <Contained what="page">
        <App />
      </Contained>
    </DeskContext.Provider>,
    root,
  );
}
