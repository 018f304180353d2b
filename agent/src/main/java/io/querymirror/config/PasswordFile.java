package io.querymirror.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a password or a token from a file: its whole text without the line's end. */
final class PasswordFile {
  private static final int LARGEST = 64 << 10;

  private PasswordFile() {}

  static @Nullable String read(Place place) {
    return read(place, "the password");
  }

  /**
   * @param what is in it, for messages
   */
  static @Nullable String read(Place place, String what) {
    String expected = "a file with " + what;
    Path file = SettingsReader.path(place);
    if (file == null) {
      return null;
    }
    try {
      if (Files.isDirectory(file)) {
        place.wrong(place.found() + ", a directory", expected);
      } else if (Files.size(file) > LARGEST) {
        place.wrong(place.found() + ", a file over 64KB", expected);
      } else {
        String password = withoutLineEnd(Files.readString(file, StandardCharsets.UTF_8));
        if (!password.isEmpty()) {
          return password;
        }
        place.wrong(place.found() + ", an empty file", expected);
      }
    } catch (NoSuchFileException e) {
      place.wrong(place.found() + ", no such file", expected);
    } catch (CharacterCodingException e) {
      place.wrong(place.found() + ", a file that is no UTF-8", expected);
    } catch (IOException | SecurityException e) {
      place.wrong(
          place.found() + ", a file that cannot be read (" + e.getClass().getSimpleName() + ")",
          expected);
    }
    return null;
  }

  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && "\r\n".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }
}
