import type { CheckNews, CheckOrder } from "./check-message.ts";
import { runCheck } from "./run-check.ts";

/* Runs one check beside the page, so that the page stays quick and can end it. */

addEventListener("message", ({ data }: MessageEvent<CheckOrder>) => {
  runCheck(data, {
    tell: (news: CheckNews) => postMessage(news),
    now: () => performance.now(),
  });
});
