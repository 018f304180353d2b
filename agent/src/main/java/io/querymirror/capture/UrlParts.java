package io.querymirror.capture;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The addresses, the schema and the properties of a JDBC URL; empty where it has none. */
final class UrlParts {
  private static final Pattern HOST = Pattern.compile("\\(host=([^)]*)\\)");
  private static final Pattern PORT = Pattern.compile("\\(port=([^)]*)\\)");

  /** The first one. */
  final String host;

  final List<String> hosts;
  final @Nullable String schema;
  final Map<String, String> properties;

  private UrlParts(List<String> hosts, @Nullable String schema, Map<String, String> properties) {
    this.host = hosts.isEmpty() ? "" : hosts.get(0);
    this.hosts = hosts;
    this.schema = schema;
    this.properties = properties;
  }

  static UrlParts of(@Nullable String url) {
    return of(url, true);
  }

  /** As MariaDB's driver reads it: a property's value is what stands there. */
  static UrlParts undecoded(@Nullable String url) {
    return of(url, false);
  }

  private static UrlParts of(@Nullable String url, boolean decodes) {
    Map<String, String> properties = new LinkedHashMap<>();
    if (url == null) {
      return new UrlParts(List.of(), null, properties);
    }
    int question = url.indexOf('?');
    if (question >= 0) {
      for (String pair : url.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          String name = pair.substring(0, equals);
          String value = pair.substring(equals + 1);
          properties.put(decodes ? decode(name) : name, decodes ? decode(value) : value);
        }
      }
    }
    String rest = question >= 0 ? url.substring(0, question) : url;
    int slashes = rest.indexOf("//");
    if (slashes < 0) {
      return new UrlParts(List.of(), null, properties);
    }
    rest = rest.substring(slashes + 2);
    int slash = rest.indexOf('/');
    String schema = slash >= 0 && slash + 1 < rest.length() ? rest.substring(slash + 1) : null;
    String hosts = slash >= 0 ? rest.substring(0, slash) : rest;
    List<String> all = new ArrayList<>();
    for (String one : hosts.split(",", -1)) {
      all.add(host(one));
    }
    return new UrlParts(all, schema, properties);
  }

  /** {@code HOST}, {@code HOST:PORT}, {@code USER@HOST}, {@code address=(host=HOST)(port=PORT)}. */
  private static String host(String one) {
    Matcher host = HOST.matcher(one);
    if (host.find()) {
      Matcher port = PORT.matcher(one);
      return withPort(port.find() ? host.group(1) + ":" + port.group(1) : host.group(1));
    }
    return withPort(one.substring(one.lastIndexOf('@') + 1));
  }

  /** Port 3306 unless given; IPv6 addresses stand in brackets. */
  static String withPort(String host) {
    if (host.isEmpty()) {
      return host;
    }
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host : host + ":3306";
  }

  private static String decode(String s) {
    try {
      return URLDecoder.decode(s, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return s;
    }
  }
}
