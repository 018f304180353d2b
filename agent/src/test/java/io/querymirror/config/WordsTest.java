package io.querymirror.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final List<String> KEYS = List.of("hosts", "username", "password");

  @Test
  void aSlipOfTheHandIsRecognized() {
    String all = " (one of hosts, username or password)";
    assertEquals("\"username\"" + all, Words.oneOf("usrname", KEYS));
    assertEquals("\"username\"" + all, Words.oneOf("UserName", KEYS));
    assertEquals("\"password\"" + all, Words.oneOf("passwrod", KEYS));
    assertEquals("\"hosts\"" + all, Words.oneOf("host", KEYS));
    assertEquals("one of hosts, username or password", Words.oneOf("timeout", KEYS));
    assertEquals("one of hosts, username or password", Words.oneOf("", KEYS));
  }

  @Test
  void fewWordsNeedNoIntroduction() {
    assertEquals("none or session", Words.oneOf("strict", List.of("none", "session")));
    assertEquals("same", Words.oneOf("fast", List.of("same")));
    assertEquals("\"same\"", Words.oneOf("sane", List.of("same")));
  }

  @Test
  void quotedTextStaysOnItsLineAndShort() {
    assertEquals("\"a\\nb\\u0007\"", Words.quote("a\nb\u0007"));
    assertEquals("\"" + "x".repeat(80) + "…\"", Words.quote("x".repeat(81)));
    assertEquals("\"" + "x".repeat(80) + "\"", Words.quote("x".repeat(80)));
  }
}
