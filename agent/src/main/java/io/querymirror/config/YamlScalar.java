package io.querymirror.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * What a single value is by YAML 1.1, but for what surprises there: {@code yes}, {@code off} and
 * their like are texts, as are times ({@code 12:30}) and dates. By hand, as the library's own
 * resolver brings its patterns for all of that into every start of an application.
 */
final class YamlScalar {
  private static final String INT = "tag:yaml.org,2002:int";
  private static final String BOOL = "tag:yaml.org,2002:bool";

  private YamlScalar() {}

  /** Made for a file's first number. */
  private static final class Number {
    static final Pattern PATTERN =
        Pattern.compile(
            "[-+]?(0b_*[01][01_]*|0_*[0-7][0-7_]*|0|[1-9][0-9_]*|0x_*[0-9a-fA-F][0-9a-fA-F_]*"
                + "|[0-9][0-9_]*[.][0-9_]*([eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+"
                + "|[.][0-9_]+([eE][-+]?[0-9]+)?|[.](inf|Inf|INF))|[.](nan|NaN|NAN)");
  }

  static YamlNode.Scalar of(ScalarEvent event, int line) {
    String text = event.getValue();
    String tag = event.getTag();
    YamlNode.Scalar.Type type =
        tag != null
            ? tagged(tag, text)
            : event.getImplicit().canOmitTagInPlainScalar()
                ? plain(text)
                : YamlNode.Scalar.Type.TEXT;
    return new YamlNode.Scalar(
        line, type, type == YamlNode.Scalar.Type.NUMBER ? withoutUnderscores(text) : text);
  }

  private static YamlNode.Scalar.Type tagged(String tag, String text) {
    YamlNode.Scalar.Type type = plain(text);
    boolean so =
        tag.equals(INT)
            ? type == YamlNode.Scalar.Type.NUMBER
            : tag.equals(BOOL) && type == YamlNode.Scalar.Type.BOOLEAN;
    return so ? type : YamlNode.Scalar.Type.TEXT;
  }

  /** Of a value without quotes and tag. */
  static YamlNode.Scalar.Type plain(String text) {
    if (text.isEmpty() || isNull(text)) {
      return YamlNode.Scalar.Type.NULL;
    }
    if (isOne(text, "true") || isOne(text, "false")) {
      return YamlNode.Scalar.Type.BOOLEAN;
    }
    return "0123456789+-.".indexOf(text.charAt(0)) >= 0 && Number.PATTERN.matcher(text).matches()
        ? YamlNode.Scalar.Type.NUMBER
        : YamlNode.Scalar.Type.TEXT;
  }

  private static boolean isNull(String text) {
    return text.equals("~") || isOne(text, "null");
  }

  /** As in {@code true}, {@code True} and {@code TRUE}. */
  private static boolean isOne(String text, String word) {
    if (!text.equalsIgnoreCase(word)) {
      return false;
    }
    String rest = text.substring(1);
    boolean upper = Character.isUpperCase(text.charAt(0));
    return rest.equals(word.substring(1)) || upper && isUpper(rest);
  }

  private static boolean isUpper(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isUpperCase(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@code 20_000} is 20000. */
  private static String withoutUnderscores(String text) {
    if (text.indexOf('_') < 0 || isRadix(text)) {
      return text;
    }
    String number = text.replace("_", "");
    return number.startsWith("+") ? number.substring(1) : number;
  }

  /** What nothing here takes for a number is told as it was written. */
  private static boolean isRadix(String text) {
    return text.matches("[-+]?0[bx0-7_].*");
  }
}
