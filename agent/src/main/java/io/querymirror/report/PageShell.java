package io.querymirror.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * What is around the data of a page: one file that loads nothing. Its scripts and styles are named
 * by their hashes in its content security policy, so that nothing else in the file is ever run,
 * whatever statements and names the data have.
 */
final class PageShell {
  private static final String UPLOT = "/org/webjars/uplot/uPlot.iife.min.js";
  private static final String UPLOT_STYLE = "/org/webjars/uplot/uPlot.min.css";
  private static final String LICENCE = "/org/webjars/uplot/LICENSE";

  private final String policy;
  private final String head;
  private final String tail;

  /**
   * @param sources what else the page may ask for, as a directive; empty for nothing
   * @param styles and scripts: names of files in {@code page}, in their order
   * @param withoutScript what the page says where scripts do not run
   * @throws IOException where the page's parts are missing
   */
  PageShell(
      String title, String sources, List<String> styles, List<String> scripts, String withoutScript)
      throws IOException {
    StringBuilder css = new StringBuilder();
    StringBuilder stylePolicy = new StringBuilder();
    style(resource(UPLOT_STYLE), css, stylePolicy);
    for (String name : styles) {
      style(resource("page/" + name + ".css"), css, stylePolicy);
    }
    StringBuilder own = new StringBuilder();
    for (String name : scripts) {
      own.append(resource("page/" + name + ".js")).append('\n');
    }
    String uplot = resource(UPLOT);
    String script = own.toString();
    policy =
        "default-src 'none'; style-src"
            + stylePolicy
            + "; script-src "
            + hash(uplot)
            + ' '
            + hash(script)
            + sources
            + "; base-uri 'none'; form-action 'none'";
    head =
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\""
            + policy
            + "\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"referrer\" content=\"no-referrer\">\n"
            + "<title>"
            + title
            + "</title>\n"
            + css
            + "</head>\n<body>\n<div id=\"page\"><noscript>"
            + withoutScript
            + "</noscript></div>\n";
    tail =
        "<!-- The charts are drawn by uPlot:\n"
            + resource(LICENCE).trim()
            + "\n-->\n<script>"
            + uplot
            + "</script>\n<script>"
            + script
            + "</script>\n</body>\n</html>\n";
  }

  private static void style(String css, StringBuilder styles, StringBuilder policy) {
    styles.append("<style>").append(css).append("</style>\n");
    policy.append(' ').append(hash(css));
  }

  String policy() {
    return policy;
  }

  /** All before the data. */
  String head() {
    return head;
  }

  /** All behind them. */
  String tail() {
    return tail;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PageShell.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no " + name + " in the agent's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
