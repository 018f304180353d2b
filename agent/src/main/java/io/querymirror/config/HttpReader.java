package io.querymirror.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code http}. */
final class HttpReader {
  private static final List<String> KEYS = List.of("address", "token", "token_file");
  private static final String ADDRESS = "HOST:PORT such as 127.0.0.1:9464";
  private static final int LEAST = 16;
  private static final int MOST = 512;
  private static final String TOKEN =
      "a token of " + LEAST + " to " + MOST + " letters, digits and signs, without spaces";

  private HttpReader() {}

  /** Null where nothing is to be served; else only good if no mistake was noted. */
  static @Nullable HttpSettings read(Section root) {
    Section s = root.section("http", KEYS, List.of());
    if (s == null) {
      return null;
    }
    Place place = s.require("address", ADDRESS);
    HostPort address = place == null ? null : address(place);
    boolean given = s.get("token") != null || s.get("token_file") != null;
    String token = token(s);
    if (place == null || address == null) {
      return null;
    }
    if (!given && !HttpSettings.isLoopback(address.host())) {
      place.wrong(
          place.found() + ", which other machines can reach",
          "a token beside it, or an address of this machine alone such as 127.0.0.1:9464");
    }
    Place file = s.get("token_file");
    Path tokenFile = file == null || token == null ? null : SettingsReader.path(file);
    return new HttpSettings(address, token, tokenFile);
  }

  private static @Nullable HostPort address(Place place) {
    String text = place.text(ADDRESS);
    HostPort address = text == null ? null : HostPort.parse(text);
    boolean port = text != null && text.lastIndexOf(':') > text.lastIndexOf(']');
    if (text != null && (address == null || !port)) {
      place.wrong(ADDRESS);
      return null;
    }
    return address;
  }

  private static @Nullable String token(Section s) {
    Place token = s.get("token");
    Place file = s.get("token_file");
    if (token != null && file != null) {
      file.wrongAtKey("", "both token and token_file", "one of them");
    }
    if (token != null) {
      Place secret = token.secret();
      String text = secret.text(TOKEN);
      if (text != null && !isToken(text)) {
        secret.wrong(TOKEN);
      }
      return text;
    }
    String text = file == null ? null : PasswordFile.read(file, "a token");
    if (file != null && text != null && !isToken(text)) {
      file.wrong(file.found() + " with another text", TOKEN);
    }
    return text;
  }

  /** What can stand in a header, and cannot be guessed by trying. */
  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return text.length() >= LEAST && text.length() <= MOST;
  }
}
