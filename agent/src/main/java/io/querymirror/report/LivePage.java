package io.querymirror.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The live page: the same for all, it asks for what it shows. */
public final class LivePage {
  private final byte[] html;
  private final String policy;

  /**
   * @throws IOException where the page's parts are missing
   */
  public LivePage() throws IOException {
    PageShell shell =
        new PageShell(
            "querymirror",
            "; connect-src 'self'",
            List.of("page", "live"),
            List.of(
                "dom",
                "words",
                "sql",
                "overview",
                "ledger",
                "charts",
                "parts",
                "live-data",
                "live-flow",
                "live-target",
                "live-control",
                "live"),
            "This page shows the agent's state by a script of its own. The same figures are at"
                + " /status.json and /metrics.");
    html = (shell.head() + shell.tail()).getBytes(StandardCharsets.UTF_8);
    // A frame's ancestors can be forbidden by a header alone.
    policy = shell.policy() + "; frame-ancestors 'none'";
  }

  /** In UTF-8; not to be changed. */
  public byte[] html() {
    return html;
  }

  /** The content security policy that goes with it. */
  public String policy() {
    return policy;
  }
}
