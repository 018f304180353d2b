package io.querymirror.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a configuration file. */
public final class ConfigLoader {
  private static final long LARGEST = 2 << 20;
  private static final String EXPECTED = "a YAML file";

  private ConfigLoader() {}

  /**
   * @param env the environment for {@code ${NAME}}
   * @throws ConfigException with every mistake in the file
   */
  public static Settings load(Path file, Map<String, String> env) throws ConfigException {
    return load(file, env, Runtime.getRuntime().maxMemory());
  }

  /**
   * The list {@code expected} of a file; whatever else is in it is not looked at, but for the host
   * groups and the names of targets, where it has them.
   *
   * @throws ConfigException with every mistake in the list
   */
  public static List<ExpectedSettings> expected(Path file, Map<String, String> env)
      throws ConfigException {
    Mistakes mistakes = new Mistakes(file.toString());
    Place root = root(file, env, mistakes);
    List<ExpectedSettings> expected = SettingsReader.expected(root);
    mistakes.throwIfAny();
    return expected;
  }

  private static Place root(Path file, Map<String, String> env, Mistakes mistakes)
      throws ConfigException {
    String text = read(file, mistakes);
    YamlNode root = text == null ? null : YamlTree.parse(text, mistakes);
    if (root == null) {
      mistakes.throwIfAny();
    }
    return Place.root(root == null ? YamlTree.NOTHING : root, env, mistakes);
  }

  /**
   * @param heap the most bytes that the heap may grow to
   */
  static Settings load(Path file, Map<String, String> env, long heap) throws ConfigException {
    Mistakes mistakes = new Mistakes(file.toString());
    Settings settings = new SettingsReader(file, heap).read(root(file, env, mistakes));
    mistakes.throwIfAny();
    return settings;
  }

  private static @Nullable String read(Path file, Mistakes mistakes) {
    try {
      if (Files.isDirectory(file)) {
        mistakes.add(0, "", "a directory", EXPECTED);
        return null;
      }
      if (Files.size(file) > LARGEST) {
        mistakes.add(0, "", Files.size(file) + " bytes", EXPECTED + " of 2MB at most");
        return null;
      }
      return decode(Files.readAllBytes(file), mistakes);
    } catch (NoSuchFileException e) {
      mistakes.add(0, "", "no such file", EXPECTED);
    } catch (IOException | SecurityException e) {
      mistakes.add(0, "", "a file that cannot be read (" + e + ")", EXPECTED);
    }
    return null;
  }

  private static @Nullable String decode(byte[] bytes, Mistakes mistakes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      mistakes.add(
          Chars.line(out, out.length()), "", "bytes that are no UTF-8", EXPECTED + " in UTF-8");
      return null;
    }
    return out.length() > 0 && out.charAt(0) == '\uFEFF'
        ? out.subSequence(1, out.length()).toString()
        : out.toString();
  }
}
