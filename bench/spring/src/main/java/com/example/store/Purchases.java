package com.example.store;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** All orders. */
public interface Purchases extends JpaRepository<Purchase, Long> {
  List<Purchase> findByCustomerIdOrderByIdDesc(Long customer);
}
