package com.example.shop.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The load driver's command line.
 *
 * @param url where the shop listens
 * @param users how many at once
 * @param seed the same seed, the same users doing the same things
 * @param thinkMillis longest pause between two requests of a user
 * @param mix weights that differ from the usual ones, by the action's name
 */
public record Options(
    String url, int users, int seconds, long seed, int thinkMillis, Map<Action, Integer> mix) {
  static final String USAGE =
      "usage: LoadDriver --url http://127.0.0.1:8080 [--users 8] [--seconds 20] [--seed 42]"
          + " [--think MILLIS] [--mix order=20,sheet=1]";

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static Options parse(String... args) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("not understood: " + args[i]);
      }
      given.put(args[i].substring(2), args[i + 1]);
    }
    String url = given.remove("url");
    if (url == null) {
      throw new IllegalArgumentException("--url is missing");
    }
    Options options =
        new Options(
            url,
            number(given.remove("users"), 8),
            number(given.remove("seconds"), 20),
            number(given.remove("seed"), 42),
            number(given.remove("think"), 0),
            mix(given.remove("mix")));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("not understood: --" + given.keySet().iterator().next());
    }
    return options;
  }

  private static int number(String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number: " + text);
    }
  }

  private static Map<Action, Integer> mix(String text) {
    Map<Action, Integer> mix = Action.usual();
    if (text != null) {
      for (String entry : text.split(",")) {
        String[] parts = entry.split("=");
        if (parts.length != 2) {
          throw new IllegalArgumentException("--mix: expected action=weight, found " + entry);
        }
        mix.put(Action.of(parts[0]), number(parts[1], 0));
      }
    }
    return mix;
  }
}
