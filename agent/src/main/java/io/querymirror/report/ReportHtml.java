package io.querymirror.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * {@code report.html}: a report's JSON and the page that shows it, in one file that loads nothing.
 * The page's scripts and styles are named by their hashes in its content security policy, so that
 * nothing else in the file is ever run, whatever statements and names the JSON has.
 */
public final class ReportHtml {
  private static final String[] STYLES = {"/org/webjars/uplot/uPlot.min.css", "page/page.css"};
  private static final String[] SCRIPTS = {
    "dom",
    "words",
    "sql",
    "overview",
    "ledger",
    "charts",
    "resources",
    "examples",
    "details",
    "statements",
    "main"
  };
  private static final String UPLOT = "/org/webjars/uplot/uPlot.iife.min.js";
  private static final String LICENCE = "/org/webjars/uplot/LICENSE";

  private final byte[] head;
  private final byte[] tail;

  /**
   * @throws IOException where the page's parts are missing
   */
  public ReportHtml() throws IOException {
    StringBuilder styles = new StringBuilder();
    StringBuilder stylePolicy = new StringBuilder();
    for (String name : STYLES) {
      String css = resource(name);
      styles.append("<style>").append(css).append("</style>\n");
      stylePolicy.append(' ').append(hash(css));
    }
    StringBuilder own = new StringBuilder();
    for (String name : SCRIPTS) {
      own.append(resource("page/" + name + ".js")).append('\n');
    }
    String uplot = resource(UPLOT);
    String script = own.toString();
    String policy =
        "default-src 'none'; style-src"
            + stylePolicy
            + "; script-src "
            + hash(uplot)
            + ' '
            + hash(script)
            + "; base-uri 'none'; form-action 'none'";
    head =
        ("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\""
                + policy
                + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"referrer\" content=\"no-referrer\">\n"
                + "<title>querymirror report</title>\n"
                + styles
                + "</head>\n<body>\n<div id=\"page\"><noscript>This page shows the report by a script"
                + " of its own. The same figures lie in report.json beside it.</noscript></div>\n"
                + "<script type=\"application/json\" id=\"report\">")
            .getBytes(StandardCharsets.UTF_8);
    tail =
        ("</script>\n<!-- The charts are drawn by uPlot:\n"
                + resource(LICENCE).trim()
                + "\n-->\n<script>"
                + uplot
                + "</script>\n<script>"
                + script
                + "</script>\n</body>\n</html>\n")
            .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param json a report in UTF-8; read to its end, not closed
   */
  public void write(InputStream json, Path file) throws IOException {
    AtomicFile.write(file, out -> write(json, out));
  }

  void write(InputStream json, OutputStream out) throws IOException {
    out.write(head);
    PageData.copy(json, out);
    out.write(tail);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportHtml.class.getResourceAsStream(name)) {
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
