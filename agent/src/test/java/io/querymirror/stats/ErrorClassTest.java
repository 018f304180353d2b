package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorClassTest {
  @ParameterizedTest
  @CsvSource({
    "40001, 1213, '', true",
    "HY000, 1205, '', true",
    "08S01, 0, Communications link failure, true",
    "08000, 1158, '', true",
    "HY000, 2013, '', true",
    "70100, 1317, '', true",
    "HY000, 3024, '', true",
    "70100, 1969, '', true",
    "HY000, 0, Statement cancelled due to timeout or client request, true",
    "HY000, 0, No value specified for parameter 3, false",
    "42S02, 1146, '', false",
    "23000, 1062, '', false",
    "42000, 1064, '', false",
  })
  void environmentIsWhatTellsOfTheMoment(String state, int code, String message, boolean expected) {
    Outcome target = Outcome.error(state, code, message);
    assertEquals(expected, ErrorClass.isEnvironment(target));
    assertEquals(
        expected ? ErrorClass.ENVIRONMENT : ErrorClass.NEW, ErrorClass.of(Outcome.ROWS, target));
  }
}
