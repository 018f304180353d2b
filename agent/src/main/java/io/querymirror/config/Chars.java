package io.querymirror.config;

/** What texts are made of, in ASCII. */
final class Chars {
  static final String DIGITS = "0123456789";
  static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private Chars() {}

  /** Whether there is nothing in it but these characters. */
  static boolean only(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean digits(String text) {
    return only(text, DIGITS);
  }

  /** Line that the character at the position is in, from 1. */
  static int line(CharSequence text, int position) {
    int line = 1;
    for (int i = 0; i < position && i < text.length(); i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }
}
