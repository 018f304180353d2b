package com.example.shop.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void asksOnlyForTheAddress() {
    Options options = Options.parse("--url", "http://127.0.0.1:1");

    assertEquals(8, options.users());
    assertEquals(20, options.seconds());
    assertEquals(0, options.mix().get(Action.SHEET));
  }

  @Test
  void changesSingleWeights() {
    Options options = Options.parse("--url", "x", "--mix", "sheet=4,low-stock=0", "--seed", "7");

    assertEquals(4, options.mix().get(Action.SHEET));
    assertEquals(0, options.mix().get(Action.LOW_STOCK));
    assertEquals(Action.usual().get(Action.ORDER), options.mix().get(Action.ORDER));
    assertEquals(7, options.seed());
  }

  @ParameterizedTest
  @CsvSource({
    "--users 3, --url is missing",
    "--url, --url",
    "--url x --usres 3, --usres",
    "--url x --users three, three",
    "--url x --mix dance=3, dance",
    "--url x --mix order, order"
  })
  void saysWhatIsWrong(String line, String named) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Options.parse(line.split(" ")));

    assertTrue(e.getMessage().contains(named), e.getMessage());
  }
}
