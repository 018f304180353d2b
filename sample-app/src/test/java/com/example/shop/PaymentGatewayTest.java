package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PaymentGatewayTest {
  private final PaymentGateway bank = new PaymentGateway();

  @Test
  void givesAReferenceThatTellsTheOrderAndTheCard() throws ShopException {
    assertEquals("bank-10-0001", bank.charge(36, BigDecimal.TEN, "4000-0000-0000-0001"));
  }

  @Test
  void declinesTheBadCardAndTheLargeSum() {
    assertEquals(402, refusal(BigDecimal.TEN, "4000-0000-0000-0002"));
    assertEquals(402, refusal(new BigDecimal("20000.01"), "4000-0000-0000-0001"));
  }

  private int refusal(BigDecimal amount, String card) {
    return assertThrows(ShopException.class, () -> bank.charge(1, amount, card)).status();
  }
}
