package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.querymirror.model.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {
  private static final String DIGEST = "insert into users ( id , email ) values ( ... )";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "Table 'users' doesn't exist | Table 'users' doesn't exist",
        "Table 'next.users' doesn't exist | Table '?.users' doesn't exist",
        "Duplicate entry 'bob@x.org' for key 'users.email'"
            + "| Duplicate entry '?' for key 'users.email'",
        "Duplicate entry 'O'Neill' for key 'PRIMARY' | Duplicate entry '?'?' for key 'PRIMARY'",
        "Unknown column 'email' in 'field list' | Unknown column 'email' in 'field list'",
        "Unknown column 'bob' in 'where clause' | Unknown column '?' in 'where clause'",
        "Data too long for column 'email' at row 12 | Data too long for column 'email' at row ?",
        "Can't find 5 things | Can't find ? things",
        "Value -12.50 out of range | Value ? out of range",
        "fails (`shop`.`cart2`, CONSTRAINT `fk_user` FOREIGN KEY (`user_id`))"
            + "| fails (`shop`.`cart2`, CONSTRAINT `fk_user` FOREIGN KEY (`user_id`))",
        "near 'frob 'Bob' ) x = 77' at line 1 | near '? '?' ) ?' at line ?",
      })
  void masks(String message, String expected) {
    assertEquals(expected, mask(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Incorrect string value: 'secret secret-2 sécret' cut off by the server 'secret",
        "Invalid \"secret\"",
        "Duplicate entry 'it doesn't secret' for key 'x'",
        "Something\nThe query is: insert into users values ('secret')",
        "Query 'secret\nsecret'",
      })
  void neverShowsAValue(String message) {
    assertFalse(mask(message).contains("cret"), mask(message));
  }

  @Test
  void wordsOfASignalAreTheApplicationsOwn() {
    assertEquals("", ErrorText.mask(Outcome.error("45000", 1644, "Bob is broke"), DIGEST));
  }

  @Test
  void longMessagesAreCutAndTakeLinearTime() {
    assertEquals(201, mask("a ".repeat(500_000)).length());
    assertEquals("Invalid '?", mask("Invalid '" + "x1, ".repeat(500_000)).replaceAll("[, ]+$", ""));
  }

  private static String mask(String message) {
    return ErrorText.mask(Outcome.error("42000", 1, message), DIGEST);
  }
}
