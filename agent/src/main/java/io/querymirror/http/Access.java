package io.querymirror.http;

import io.querymirror.config.HttpSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. With a token: who carries it. Without one the address is this machine's own, and a
 * browser here must not be led to it by a page from elsewhere, be it by a name that points here or
 * by a form that is sent here.
 */
final class Access {
  private static final String SCHEME = "bearer ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private final byte @Nullable [] token;
  private final String ownHost;
  private final int port;

  Access(HttpSettings settings) {
    String text = settings.token();
    this.token = text == null ? null : hash(text);
    String host = settings.host().toLowerCase(Locale.ROOT);
    this.ownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    this.port = settings.port();
  }

  /**
   * Null where it may go on, else what to answer.
   *
   * @param open whether what it asks for tells nothing, so that anybody may see it
   */
  @Nullable Answer check(Request request, boolean open) {
    if (token != null && !open && !hasToken(request, token)) {
      return Answer.error(401, "no token, or another: send Authorization: Bearer TOKEN")
          .with("WWW-Authenticate", "Bearer realm=\"querymirror\"");
    }
    if (token == null && !isOwn(request.host())) {
      return Answer.error(
          421,
          "the Host header names another host than this one: use http://" + ownHost + ":" + port);
    }
    if (!SAFE.contains(request.method()) && isForeign(request)) {
      return Answer.error(403, "a page of another origin may change nothing here");
    }
    return null;
  }

  private static boolean hasToken(Request request, byte[] token) {
    String header = request.header("authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    // Of hashes: the time it takes tells nothing, the length neither.
    return MessageDigest.isEqual(token, hash(header.substring(SCHEME.length()).trim()));
  }

  private boolean isOwn(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    int colon = name.lastIndexOf(':');
    boolean given = colon > name.lastIndexOf(']');
    if (given ? !name.substring(colon + 1).equals(Integer.toString(port)) : port != 80) {
      return false;
    }
    name = given ? name.substring(0, colon) : name;
    return name.equals("localhost")
        || name.equals("127.0.0.1")
        || name.equals("[::1]")
        || name.equals(ownHost);
  }

  /** What browsers say of where a request comes from; other programs say nothing. */
  private static boolean isForeign(Request request) {
    String site = request.header("sec-fetch-site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.header("origin");
    if (origin == null) {
      return false;
    }
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority == null || !authority.equalsIgnoreCase(request.host());
    } catch (URISyntaxException e) {
      return true;
    }
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
