package io.querymirror.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value in the file: what is there, the way to it, and how to complain about it. */
final class Place {
  private final YamlNode node;
  private final String key;
  private final String path;
  private final int keyLine;
  private final boolean secret;
  private final Map<String, String> env;
  private final Mistakes mistakes;

  private Place(
      YamlNode node,
      String key,
      String path,
      int keyLine,
      boolean secret,
      Map<String, String> env,
      Mistakes mistakes) {
    this.node = node;
    this.key = key;
    this.path = path;
    this.keyLine = keyLine;
    this.secret = secret;
    this.env = env;
    this.mistakes = mistakes;
  }

  static Place root(YamlNode node, Map<String, String> env, Mistakes mistakes) {
    return new Place(node, "", "", 1, false, env, mistakes);
  }

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  Place under(YamlNode.Entry entry) {
    return new Place(
        entry.value(), entry.key(), child(path, entry.key()), entry.line(), secret, env, mistakes);
  }

  /** The same value, of which no message shows anything. */
  Place secret() {
    return new Place(node, key, path, keyLine, true, env, mistakes);
  }

  int line() {
    return node.line();
  }

  /** Its key in the map that it is in; empty for anything else. */
  String key() {
    return key;
  }

  String path() {
    return path;
  }

  /** Line of its key, or of itself in a list. */
  int keyLine() {
    return keyLine;
  }

  /** Whether there is nothing: {@code key:} or {@code key: null}. */
  boolean isNull() {
    return isA(YamlNode.Scalar.Type.NULL);
  }

  private boolean isBroken() {
    return isA(YamlNode.Scalar.Type.BROKEN);
  }

  private boolean isA(YamlNode.Scalar.Type type) {
    return node instanceof YamlNode.Scalar && ((YamlNode.Scalar) node).type() == type;
  }

  /** Whether it is a number by YAML's own rules: written without quotes. */
  boolean isNumber() {
    return isA(YamlNode.Scalar.Type.NUMBER);
  }

  boolean isList() {
    return node instanceof YamlNode.Items;
  }

  boolean isMap() {
    return node instanceof YamlNode.Entries;
  }

  /** The items of a list, or the one value that stands for a list of one. */
  List<Place> items() {
    if (!isList()) {
      return List.of(this);
    }
    List<Place> items = new ArrayList<>();
    for (YamlNode n : ((YamlNode.Items) node).items()) {
      items.add(new Place(n, "", item(path, items.size()), n.line(), secret, env, mistakes));
    }
    return items;
  }

  /** As {@link #items()}; notes an empty list. */
  List<Place> someItems() {
    if (isList() && items().isEmpty()) {
      wrong("a value or a list of some");
    }
    return items();
  }

  /** The value of a key, or null where it is not there. */
  @Nullable Place get(String key) {
    for (YamlNode.Entry e : entries()) {
      if (e.key().equals(key)) {
        return under(e);
      }
    }
    return null;
  }

  /** The values of a map; empty for anything else. */
  List<Place> values() {
    List<Place> values = new ArrayList<>();
    for (YamlNode.Entry e : entries()) {
      values.add(under(e));
    }
    return values;
  }

  /** The entries of a map; empty for anything else. */
  List<YamlNode.Entry> entries() {
    return isMap() ? ((YamlNode.Entries) node).entries() : List.of();
  }

  /** The scalar with the environment filled in; null, which is noted, for anything else. */
  @Nullable String text(String expected) {
    if (!(node instanceof YamlNode.Scalar) || isNull() || isBroken()) {
      wrong(expected);
      return null;
    }
    return Placeholders.fill(((YamlNode.Scalar) node).text(), env, this);
  }

  /** What stands here; equal texts say the same. May hold a secret. */
  String canonical() {
    return node.canonical();
  }

  /** How many are noted of the whole file so far. */
  int mistakes() {
    return mistakes.size();
  }

  /** Notes that what is here is not what should be. */
  void wrong(String expected) {
    wrong(found(), expected);
  }

  void wrong(String found, String expected) {
    if (isBroken()) {
      return;
    }
    mistakes.add(node.line(), path, found, expected);
  }

  /** Notes a mistake at its key, such as one about what is missing below it. */
  void wrongAtKey(String belowPath, String found, String expected) {
    mistakes.add(keyLine, belowPath.isEmpty() ? path : child(path, belowPath), found, expected);
  }

  /** What is here, in words: never a value that came from the environment. */
  String found() {
    if (isList()) {
      return ((YamlNode.Items) node).items().isEmpty() ? "an empty list" : "a list";
    }
    if (isMap()) {
      return entries().isEmpty() ? "an empty map" : "a map";
    }
    if (isNull()) {
      return "nothing";
    }
    String text = ((YamlNode.Scalar) node).text();
    return secret ? "a value" : (text.contains("${") ? "the value of " : "") + Words.quote(text);
  }

  /** A resolved text, if it may be shown or compared in words; else what stands in the file. */
  String shown(String resolved) {
    String raw = ((YamlNode.Scalar) node).text();
    return raw.contains("${") || secret ? "" : resolved;
  }

  boolean isSecret() {
    return secret;
  }
}
