import type { JSX } from "preact";
import { ChartPanel } from "./chart/chart-panel.tsx";
import { ExampleBar } from "./check/example-bar.tsx";
import { Composer } from "./composer/composer.tsx";
import { Announcer } from "./controls/announcer.tsx";
import { Contained } from "./controls/contained.tsx";
import { KeysDialog } from "./controls/keys-dialog.tsx";
import { Splitter } from "./controls/splitter.tsx";
import { useKeys } from "./controls/use-keys.ts";
import { Conversation } from "./conversation/conversation.tsx";
import { SidePanel } from "./facts/side-panel.tsx";
import { Banner } from "./header/banner.tsx";
import { ForkDialog } from "./header/fork-dialog.tsx";
import { Header } from "./header/header.tsx";
import { NewSessionDialog } from "./header/new-session-dialog.tsx";
import { SessionsDialog } from "./header/sessions-dialog.tsx";
import { ViewTabs } from "./header/view-tabs.tsx";
import { usePage } from "./store/use-page.ts";
import { Timeline } from "./timeline/timeline.tsx";

/** The whole page: three columns between a header and the timeline, or one of them at a time where there is no room. */
export function App(): JSX.Element {
  const view = usePage((state) => state.view);
  const dialog = usePage((state) => state.dialog);
  const isExample = usePage((state) => state.example !== null);
  useKeys();
  return (
    <div class="page" data-view={view}>
      <Header />
      <Banner />
      <main class="columns">
        <section class="column conversation-column" aria-label="Conversation">
          <Contained what="conversation">
            <Conversation />
            {!isExample && <Composer />}
          </Contained>
        </section>
        <Splitter name="conversation" label="Width of the conversation" side="left" />
        <section class="column chart-column" aria-label="Chart">
          <Contained what="chart">
            <ChartPanel />
            {isExample && <ExampleBar />}
          </Contained>
        </section>
        <Splitter name="side" label="Width of the facts" side="right" />
        <section class="column side-column" aria-label="Facts">
          <Contained what="panel">
            <SidePanel />
          </Contained>
        </section>
      </main>
      <Contained what="timeline">
        <Timeline />
      </Contained>
      <ViewTabs />
      {dialog === "sessions" && <SessionsDialog />}
      {dialog === "new" && <NewSessionDialog />}
      {dialog === "fork" && <ForkDialog />}
      {dialog === "keys" && <KeysDialog />}
      <Announcer />
    </div>
  );
}
