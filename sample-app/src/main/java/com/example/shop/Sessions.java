package com.example.shop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Who is logged in. The longest unused sessions make room for new ones. */
final class Sessions {
  private static final int MOST = 10_000;

  private final Map<String, Long> customers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  /** Begins a session; returns its id. */
  synchronized String begin(long customer) {
    String id = UUID.randomUUID().toString();
    customers.put(id, customer);
    return id;
  }

  /**
   * The session's customer.
   *
   * @throws ShopException 401 when nobody is logged in
   */
  synchronized long customer(String session) throws ShopException {
    Long customer = customers.get(session);
    if (customer == null) {
      throw new ShopException(401, "log in first");
    }
    return customer;
  }
}
