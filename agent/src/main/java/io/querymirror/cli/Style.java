package io.querymirror.cli;

/** How a piece of text stands out, where there is colour. */
enum Style {
  PLAIN(""),
  TITLE("\u001b[1m"),
  GOOD("\u001b[32m"),
  BAD("\u001b[1;31m"),
  WARNING("\u001b[33m"),
  FAINT("\u001b[2m");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
